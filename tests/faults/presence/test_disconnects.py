"""Ten thousand connections that break off under load, on two instances: no diff lost or doubled."""

import asyncio
import random
from collections.abc import Iterator
from typing import Final

import pytest

from tests.eventually import eventually
from tests.fakes.browser import View
from tests.faults.presence.audit import Audit, Doubling, Losing
from tests.faults.presence.ground import OFTEN, Instance, one_more, presence_alone
from tests.faults.presence.tab import WAYS, Tab

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]

DISCONNECTS: Final = 10_000
USERS, TABS_EACH = 30, 2
ROOMS: Final = ("order", "order/1", "nation")
ELSEWHERE: Final = 0.1  # of those who come back, come back to the other instance
Instances = tuple[Instance, Instance]


@pytest.fixture(scope="module")
def instances() -> Iterator[Instances]:
    with presence_alone("breaks", OFTEN) as (stack, first), one_more(stack, first.key) as second:
        yield first, second


class Crowd:
    """Tabs that live many short lives at two instances."""

    def __init__(self, instances: Instances, audit: type[Audit] = Audit, seed: int = 1) -> None:
        self.random, self.instances = random.Random(seed), instances
        self.broken = 0
        self.errors: list[str] = []  # of the tabs themselves
        self.observers = [Tab("observer", ROOMS, Audit("observer")) for _ in instances]
        self.tabs = [
            Tab(f"user{number}", ROOMS, audit(f"user{number} tab{tab}"))
            for number in range(USERS)
            for tab in range(TABS_EACH)
        ]

    async def live(self, lives: int) -> None:
        """All tabs at once, each so many lives; then each has one more, which goes on."""
        asyncio.get_running_loop().set_exception_handler(
            lambda _, context: self.errors.append(str(context))
        )
        for observer, instance in zip(self.observers, self.instances, strict=True):
            await observer.connect(instance)
        await asyncio.gather(*(self._live(tab, lives) for tab in self.tabs))

    async def _live(self, tab: Tab, lives: int) -> None:
        for _ in range(lives):
            await tab.connect(self._next_home(tab))
            self._speak(tab)
            if self.random.random() < 0.8:  # the others do not wait for any answer
                await tab.answered()
                self._speak(tab)
            await tab.break_off(self.random.choice(WAYS))
            self.broken += 1
        await tab.connect(self._next_home(tab))
        await tab.answered()

    def _next_home(self, tab: Tab) -> Instance:
        if tab.instance is None or self.random.random() < ELSEWHERE:
            return self.random.choice(self.instances)
        return tab.instance

    def _speak(self, tab: Tab) -> None:
        for _ in range(self.random.randrange(3)):
            room = self.random.choice(ROOMS)
            row = str(self.random.randrange(1000))
            tab.say(op="FOCUS", room=room, row=row)
        if self.random.random() < 0.2:
            tab.say(op="HB", mode=self.random.choice(["idle", "viewing", "editing"]))
        if self.random.random() < 0.2:
            tab.say(op="BLUR", room=self.random.choice(ROOMS))

    async def differences(self) -> list[str]:
        """What somebody believes and a snapshot of the same instance does not say."""
        found: list[str] = []
        users = {tab.user for tab in (*self.tabs, *self.observers)}
        for observer in self.observers:
            for room in ROOMS:
                observer.say(op="SUB", room=room)  # again: nothing changes, and it is told all
            await observer.answered()
            truth = observer.audit.views
            for tab in self.tabs:
                if tab.instance is observer.instance:
                    found += differences(tab.audit, truth)
            for room, view in truth.items():
                if missing := users ^ set(view.members):
                    found.append(f"{room}: {missing}")
        return found

    async def leave(self) -> None:
        for tab in (*self.tabs, *self.observers):
            await tab.break_off("reset")


def differences(audit: Audit, truth: dict[str, View]) -> list[str]:
    """What one tab believes and is not so."""
    return [
        f"{audit.name} {room}: {shown(view)} and not {shown(truth[room])}"
        for room, view in audit.views.items()
        if shown(view) != shown(truth[room])
    ]


def shown(view: View) -> tuple[object, ...]:
    return view.epoch, view.count, view.shown()


async def converged(crowd: Crowd) -> list[str]:
    """What is still believed wrongly once everybody had the time to be told."""
    loop = asyncio.get_running_loop()

    def look() -> list[str]:
        return asyncio.run_coroutine_threadsafe(crowd.differences(), loop).result()

    return await asyncio.to_thread(
        eventually, look, lambda found: not found, "all believe the same"
    )


def test_of_ten_thousand_connections_that_broke_off_no_diff_is_lost_or_doubled(
    instances: Instances,
) -> None:
    async def all_of_it() -> Crowd:
        crowd = Crowd(instances)
        await crowd.live(DISCONNECTS // len(crowd.tabs) + 1)
        assert await converged(crowd) == []
        await crowd.leave()
        return crowd

    crowd = asyncio.run(all_of_it())
    audits = [tab.audit for tab in crowd.tabs]
    assert crowd.errors == []
    assert crowd.broken >= DISCONNECTS
    assert [fault for audit in audits for fault in audit.faults] == []
    assert [needless for audit in audits for needless in audit.needless] == []
    assert [code for tab in crowd.tabs for code in tab.codes] == []
    assert sum(audit.heard for audit in audits) > DISCONNECTS  # under load
    assert sum(audit.resumed for audit in audits) > DISCONNECTS  # of three rooms each


@pytest.mark.parametrize("audit", [Losing, Doubling])
def test_canary_a_diff_that_is_lost_or_doubled_is_found_out(
    instances: Instances, audit: type[Audit]
) -> None:
    async def some_of_it() -> Crowd:
        crowd = Crowd(instances, audit)
        await crowd.live(20)
        await crowd.leave()
        return crowd

    crowd = asyncio.run(some_of_it())
    assert [fault for tab in crowd.tabs for fault in tab.audit.faults if "and then" in fault]


def test_canary_who_believes_in_somebody_who_is_not_there_is_found_out(
    instances: Instances,
) -> None:
    async def believing() -> list[str]:
        crowd = Crowd(instances)
        await crowd.live(1)
        assert await converged(crowd) == []
        ghost = crowd.tabs[0].audit.views["order"]
        ghost.members["ghost"] = {"user": "ghost"}
        found = await crowd.differences()
        await crowd.leave()
        return found

    assert any("ghost" in fault for fault in asyncio.run(believing()))
