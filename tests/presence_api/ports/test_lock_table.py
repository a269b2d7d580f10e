"""Who holds what, as a port."""

from presence_api.ports.lock_table import LocksUnavailable, LockTable
from tests.fakes.lock_table import FakeLockTable


def test_the_fake_is_a_table_and_trying_again_may_help() -> None:
    table: LockTable = FakeLockTable()
    assert table is not None
    assert LocksUnavailable("x").retryable
