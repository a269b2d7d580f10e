"""Whatever happens to instances, their people and the bus: in the end all believe what is so."""

from collections import defaultdict
from typing import Any

import pytest

from presence_api.live.backplane.backplane import Backplane
from presence_api.live.rooms.limits import Limits
from tests.fakes.browser import Browser
from tests.fakes.instance import Instance
from tests.presence_api.live.backplane.several import Several
from tests.presence_api.live.walk import Walk

NAMES = ("i1", "i2", "i3")
PATIENT = Limits(per_second=1e6, burst=1e6, ping_s=3600, slow_s=3600)


class SeveralWalk(Walk):
    """People who come and go at three instances, which die, start, and lose the bus."""

    def begin(self) -> None:
        self.several = Several(*NAMES, limits=self.limits)
        self.started = len(NAMES)

    def instance(self) -> Instance:
        return self.random.choice(list(self.several.instances.values()))

    def pass_time(self, seconds: float) -> None:
        self.several.pass_time(seconds)

    def step(self) -> None:
        chance = self.random.random()
        if chance < 0.01:
            self._kill()
        elif chance < 0.05:
            bus = self.instance().bus
            if bus.connected:
                bus.cut()
            else:
                bus.connect()
        else:
            super().step()

    def rest(self) -> None:
        """Everything can be reached, and time enough passes for ghosts to be gone."""
        for instance in self.several.instances.values():
            if not instance.bus.connected:
                instance.bus.connect()
        self.pass_time(20)
        super().rest()

    def truth(self) -> dict[str, dict[str, tuple[str, set[Any]]]]:
        """Of each room, its members' modes and what their tabs look at."""
        found: dict[str, dict[str, tuple[str, set[Any]]]] = defaultdict(dict)
        for instance in self.several.instances.values():
            for _, room in instance.rooms:
                for user, seat in room.members.items():
                    share = seat.share()
                    if share is None:
                        continue
                    mode, at = found[room.name].get(user, ("idle", set()))
                    mode = max(mode, share.mode.value, key=("idle", "viewing", "editing").index)
                    found[room.name][user] = (mode, at | {(share.row, share.field)})
        return found

    def beliefs_that_are_wrong(self) -> list[str]:
        truth, wrong = self.truth(), self.differences()
        for tab in self.tabs:
            assert tab.session is not None
            for name in tab.session.rooms:
                believed, true = tab.views[name].shown(), truth[name]
                if believed.keys() != true.keys():
                    wrong.append(f"{name}: {set(believed)} and not {set(true)}")
                    continue
                for user, (mode, row, field) in believed.items():
                    if mode != true[user][0] or (row, field) not in true[user][1]:
                        wrong.append(f"{name}: {user} is {mode} at {row}, not {true[user]}")
        return wrong

    def _kill(self) -> None:
        """An instance dies with all its connections, and another one starts."""
        name = self.random.choice(list(self.several.instances))
        dead = self.several[name]
        self.several.kill(name)
        self.tabs = [tab for tab in self.tabs if not is_of(tab, dead)]
        self.away = [tab for tab in self.away if not is_of(tab, dead)]
        self.started += 1
        self.several.start(f"i{self.started}")


def is_of(tab: Browser, instance: Instance) -> bool:
    """Was this tab opened there?"""
    assert tab.session is not None
    return tab.session._sessions is instance.sessions


@pytest.mark.parametrize("seed", range(12))
def test_law_however_they_come_go_die_and_lose_the_bus_all_believe_what_is_so(seed: int) -> None:
    walk = SeveralWalk(seed, PATIENT)
    for _ in range(4):
        for _ in range(300):
            walk.step()
        walk.rest()
        assert walk.beliefs_that_are_wrong() == []


def test_canary_an_instance_that_does_not_ask_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Backplane, "_ask", lambda *_: None)
    wrong: list[str] = []
    for seed in range(12):
        walk = SeveralWalk(seed, PATIENT)
        for _ in range(300):
            walk.step()
        walk.rest()
        wrong += walk.beliefs_that_are_wrong()
    assert wrong
