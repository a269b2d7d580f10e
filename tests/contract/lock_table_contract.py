"""What every table of locks does."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Protocol, TypeVar
from uuid import uuid4

import pytest

from presence_api.ports.lock_table import (
    Denied,
    Granted,
    Holder,
    LockAddress,
    LockSurvey,
    LockTable,
)

T = TypeVar("T")
TTL_S = 30.0


def holder(user: str, lease: str | None = None, tenant: str = "acme") -> Holder:
    return Holder(user, user.title(), tenant, lease or f"{user}.1")


ANNA, BEN = holder("anna"), holder("ben")


class SurveyedTable(LockTable, LockSurvey, Protocol):
    """Looks at one, and at many."""


class LockTableContract:
    """`table` and `wait` come from the class of the adapter; `run` awaits on the adapter's loop."""

    table: "SurveyedTable"

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run(work)

    def forget_everything(self) -> None:
        """As a restart of the store does."""
        raise NotImplementedError

    def pass_time(self, seconds: float) -> None:
        """Let so much time pass for the store."""
        raise NotImplementedError

    @pytest.fixture
    def address(self) -> LockAddress:
        return LockAddress("acme", "order", str(uuid4()))

    def granted(self, address: LockAddress, who: Holder, **more: Any) -> Granted:
        found = self.run(self.table.acquire(address, who, TTL_S, **more))
        assert isinstance(found, Granted)
        return found

    def test_what_is_free_is_granted_and_what_is_held_is_not(self, address: LockAddress) -> None:
        first = self.granted(address, ANNA)
        assert (first.lock.holder, first.taken_from) == (ANNA, None)
        second = self.run(self.table.acquire(address, BEN, TTL_S))
        assert isinstance(second, Denied)
        assert (second.lock.holder, second.lock.fence) == (ANNA, first.lock.fence)
        assert 0 < second.lock.left_s <= TTL_S

    def test_asking_again_renews_and_keeps_the_fence(self, address: LockAddress) -> None:
        first, again = self.granted(address, ANNA), self.granted(address, ANNA)
        assert again.lock.fence == first.lock.fence
        other_tab = holder("anna", "anna.2")
        assert isinstance(self.run(self.table.acquire(address, other_tab, TTL_S)), Denied)

    def test_what_was_let_go_is_granted_with_a_higher_fence(self, address: LockAddress) -> None:
        first = self.granted(address, ANNA).lock
        assert not self.run(self.table.release(address, BEN, first.fence))
        assert not self.run(self.table.release(address, ANNA, first.fence + 1))
        assert self.run(self.table.release(address, ANNA, first.fence))
        assert not self.run(self.table.release(address, ANNA, first.fence))
        assert self.run(self.table.look(address)) is None
        assert self.granted(address, BEN).lock.fence > first.fence

    def test_it_ends_unless_it_is_renewed(self, address: LockAddress) -> None:
        found = self.run(self.table.acquire(address, ANNA, 0.2))
        assert isinstance(found, Granted)
        self.pass_time(0.25)
        assert self.run(self.table.look(address)) is None
        assert not self.run(self.table.renew(address, ANNA, found.lock.fence, TTL_S))
        again = self.granted(address, ANNA)
        assert again.lock.fence > found.lock.fence
        assert self.run(self.table.renew(address, ANNA, again.lock.fence, TTL_S))
        assert not self.run(self.table.renew(address, ANNA, found.lock.fence, TTL_S))
        assert not self.run(self.table.renew(address, BEN, again.lock.fence, TTL_S))

    def test_it_is_taken_over_only_from_whom_it_was_said(self, address: LockAddress) -> None:
        first = self.granted(address, ANNA).lock
        stranger = holder("cem")
        denied = self.run(self.table.acquire(address, BEN, TTL_S, take_over=stranger))
        assert isinstance(denied, Denied)
        taken = self.granted(address, BEN, take_over=ANNA)
        assert taken.taken_from == ANNA
        assert taken.lock.fence > first.fence
        assert not self.run(self.table.renew(address, ANNA, first.fence, TTL_S))

    def test_after_everything_was_forgotten_fences_still_rise(self, address: LockAddress) -> None:
        first = self.granted(address, ANNA).lock
        self.forget_everything()
        assert self.run(self.table.look(address)) is None
        assert self.granted(address, BEN).lock.fence > first.fence
        assert not self.run(self.table.renew(address, ANNA, first.fence, TTL_S))

    def test_tenants_entities_and_ids_have_each_their_lock(self, address: LockAddress) -> None:
        others = [
            LockAddress("umbrella", address.entity, address.id),
            LockAddress(None, address.entity, address.id),
            LockAddress("acme", "order_item", address.id),
            LockAddress("acme", address.entity, f"{address.id}~2"),
        ]
        for who, where in zip("abcde", [address, *others], strict=True):
            self.granted(where, holder(who))

    def test_of_many_those_are_found_that_somebody_holds(self, address: LockAddress) -> None:
        others = [LockAddress("acme", address.entity, f"{address.id}~{n}") for n in range(1500)]
        first = self.granted(address, ANNA).lock
        last = self.granted(others[-1], BEN).lock
        found = self.run(self.table.held_among([address, *others]))
        assert set(found) == {address, others[-1]}
        assert (found[address].holder, found[address].fence) == (ANNA, first.fence)
        assert (found[others[-1]].holder, found[others[-1]].fence) == (BEN, last.fence)
        assert 0 < found[address].left_s <= TTL_S
        assert self.run(self.table.held_among([])) == {}

    def test_many_who_ask_at_once_get_one_lock(self, address: LockAddress) -> None:
        async def rush() -> list[Granted | Denied]:
            asks = (self.table.acquire(address, holder(f"u{n}"), TTL_S) for n in range(50))
            return await asyncio.gather(*asks)

        found = self.run(rush())
        assert sum(isinstance(one, Granted) for one in found) == 1
        assert len({one.lock.fence for one in found}) == 1

    def test_names_of_any_language_come_back(self, address: LockAddress) -> None:
        who = Holder("änna:1", "Ünïcödé 漢字 \U0001f600", "ácme", "lease\n1")
        self.granted(address, who)
        found = self.run(self.table.look(address))
        assert found is not None
        assert found.holder == who
