"""The guard of writes, as a port."""

from presence_api.ports.write_guard import FenceOvertaken, LockTokenRefused, WriteGuard
from tests.contract.write_guard_contract import TOKENS
from tests.fakes.write_guard import FakeWriteGuard, FakeWrites


def test_the_fake_is_a_guard_and_refusals_do_not_go_away_by_trying_again() -> None:
    guard: WriteGuard[FakeWrites] = FakeWriteGuard(TOKENS)
    assert guard is not None
    assert not FenceOvertaken("x").retryable
    assert not LockTokenRefused("x").retryable
