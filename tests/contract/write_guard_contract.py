"""What every guard of writes does."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from metamodel.kernel.clock import SystemClock
from presence_api.live.lock_tokens import Claim, LockTokens
from presence_api.ports.fence_epochs import COUNTERS
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.write_guard import FenceOvertaken, LockTokenRefused, WriteGuard

TOKENS = LockTokens(b"k" * 32, SystemClock())
FAR = 9 * COUNTERS  # more than 2^42


def token(address: LockAddress, fence: int, subject: str = "anna", left_s: float = 60) -> str:
    ends_at = SystemClock().now().timestamp() + left_s
    return TOKENS.sign(address, subject, Claim(fence, ends_at))


class WriteGuardContract:
    """`guard` and `transaction` come from the class of the adapter; a transaction commits."""

    guard: WriteGuard[Any]
    transaction: Callable[[], AbstractContextManager[Any]]

    @pytest.fixture(params=["acme", None])
    def address(self, request: pytest.FixtureRequest) -> LockAddress:
        return LockAddress(request.param, "order", str(uuid4()))

    def write(self, address: LockAddress, shown: str, subject: str = "anna") -> int:
        with self.transaction() as within:
            return self.guard.admit(within, address, subject, shown)

    def test_a_fence_that_is_not_lower_counts_and_every_lower_one_does_not(
        self, address: LockAddress
    ) -> None:
        for fence in (5, 5, FAR, FAR + 1):
            assert self.write(address, token(address, fence)) == fence
        for fence in (5, FAR):
            with pytest.raises(FenceOvertaken):
                self.write(address, token(address, fence))
        assert self.write(address, token(address, FAR + 1)) == FAR + 1

    def test_forged_foreign_and_late_tokens_are_refused_and_move_nothing(
        self, address: LockAddress
    ) -> None:
        self.write(address, token(address, 5))
        high = FAR * 2
        other = replace(address, id="other")
        stranger = replace(address, tenant="umbrella")
        for bad in (
            "",
            "nonsense",
            token(address, high)[:-4] + "AAAA",
            token(address, 6).replace("6.", f"{high}.", 1),
            token(address, high, subject="ben"),
            token(other, high),
            token(stranger, high),
            token(address, high, left_s=-1),
        ):
            with pytest.raises(LockTokenRefused):
                self.write(address, bad)
        assert self.write(address, token(address, 6)) == 6

    def test_what_is_rolled_back_has_moved_nothing(self, address: LockAddress) -> None:
        class Undone(Exception):
            pass

        def fail() -> None:
            with self.transaction() as within:
                self.guard.admit(within, address, "anna", token(address, 9))
                raise Undone

        with pytest.raises(Undone):
            fail()
        assert self.write(address, token(address, 8)) == 8

    def test_each_instance_has_its_own(self, address: LockAddress) -> None:
        self.write(address, token(address, 100))
        for other in (
            replace(address, id=f"{address.id}~2"),
            replace(address, entity="order_item"),
            replace(address, tenant="umbrella"),
        ):
            assert self.write(other, token(other, 1)) == 1
