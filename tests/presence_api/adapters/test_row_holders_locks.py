"""Who holds a row."""

from collections.abc import Mapping

import anyio
import pytest

from presence_api.adapters.row_holders_locks import LockTableHolders, SurveyedHolders
from presence_api.caller import Caller
from presence_api.entities.writing.patching import HeldBy
from presence_api.ports.lock_table import Holder, LockAddress, LocksUnavailable
from tests.fakes.clock import FakeClock
from tests.fakes.lock_table import FakeLockTable

ADDRESS = LockAddress("acme", "order", "1")
SHARED = LockAddress(None, "nation", "1")
BEN = Holder("ben", "Ben", "acme", "i1.1")


def caller(user: str, tenant: str = "acme") -> Caller:
    return Caller(tenant, user, frozenset())


def asked(who: Caller, address: LockAddress = ADDRESS, *, away: bool = False) -> HeldBy | None:
    """Ben holds both; asked as a request does, from a worker thread."""

    async def work() -> HeldBy | None:
        table = FakeLockTable(FakeClock())
        await table.acquire(ADDRESS, BEN, 30)
        await table.acquire(SHARED, BEN, 30)
        table.away = away
        holders = LockTableHolders(table, lambda: 1000.0)
        return await anyio.to_thread.run_sync(holders.other_than, who, address)

    return anyio.run(work)


def test_others_are_told_who_holds_it_and_until_when() -> None:
    assert asked(caller("anna")) == HeldBy("Ben", 1030.0)
    assert asked(caller("anna"), LockAddress("acme", "order", "2")) is None


def test_ones_own_lock_is_nobody_elses() -> None:
    assert asked(caller("ben")) is None
    assert asked(caller("ben", "globex"), SHARED) is not None  # another one of that name


def test_of_another_tenants_holder_only_that_is_said() -> None:
    found = asked(caller("eve", "globex"), SHARED)
    assert found is not None
    assert found.name == "other organisation"


def test_that_nobody_knows_is_told() -> None:
    with pytest.raises(LocksUnavailable):
        asked(caller("anna"), away=True)


@pytest.fixture
def survey() -> FakeLockTable:
    """Ben holds the first of two."""
    table = FakeLockTable(FakeClock())
    anyio.run(table.acquire, ADDRESS, BEN, 30)
    return table


def test_of_many_those_are_told_that_somebody_else_holds(survey: FakeLockTable) -> None:
    closed: list[bool] = []
    holders = SurveyedHolders(survey, lambda: 1000.0, lambda: closed.append(True))
    many = [ADDRESS, SHARED]
    holders.start()
    try:
        assert holders.among(caller("anna"), many) == {ADDRESS: HeldBy("Ben", 1030.0)}
        assert holders.among(caller("ben"), many) == {}
        survey.away = True
        with pytest.raises(LocksUnavailable):
            holders.among(caller("anna"), many)
    finally:
        holders.stop()
    assert closed == [True]


def test_a_request_looks_at_many_on_the_loop_that_it_came_from(survey: FakeLockTable) -> None:
    async def work(who: Caller) -> Mapping[LockAddress, HeldBy]:
        holders = LockTableHolders(survey, lambda: 1000.0)
        return await anyio.to_thread.run_sync(holders.among, who, [ADDRESS, SHARED])

    assert anyio.run(work, caller("anna")) == {ADDRESS: HeldBy("Ben", 1030.0)}
    assert anyio.run(work, caller("ben")) == {}
    survey.away = True
    with pytest.raises(LocksUnavailable):
        anyio.run(work, caller("anna"))


def test_before_and_after_it_runs_nobody_knows(survey: FakeLockTable) -> None:
    holders = SurveyedHolders(survey, lambda: 1000.0, lambda: None)
    with pytest.raises(LocksUnavailable):
        holders.among(caller("anna"), [ADDRESS])
    holders.start()
    holders.stop()
    holders.stop()
    with pytest.raises(LocksUnavailable):
        holders.among(caller("anna"), [ADDRESS])
