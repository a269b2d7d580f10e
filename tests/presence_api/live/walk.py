"""People who come, go, look, stall and break off at random, and what their clients believe."""

import random
from typing import Any

from presence_api.live.rooms.limits import Limits
from presence_api.live.rooms.room import Room
from tests.fakes.browser import Browser
from tests.fakes.instance import Instance

STEPS = ("tab", "sub", "unsub", "focus", "blur", "mode", "lost", "back", "stall", "drain", "time")


class Walk:
    """People who come, go, look, stall and break off at random, in three rooms."""

    ROOMS = ("order", "order/1", "nation")

    def __init__(self, seed: int, limits: Limits) -> None:
        self.random = random.Random(seed)
        self.limits = limits
        self.begin()
        self.tabs: list[Browser] = []
        self.away: list[Browser] = []

    def begin(self) -> None:
        """Start what people connect to."""
        self._instance = Instance(self.limits)

    def instance(self) -> Instance:
        """What the next tab connects to."""
        return self._instance

    def pass_time(self, seconds: float) -> None:
        """Everything that is due happens."""
        self._instance.pass_time(seconds)

    def step(self) -> None:
        if not self.tabs:
            self._tab()
            return
        step = self.random.choice(STEPS)
        if step == "tab":
            self._tab()
        elif step == "time":
            self.pass_time(self.random.choice([0.001, 0.01, 0.03, 0.2, 1.0, 7.0]))
        elif step == "back" and self.away:
            self._back()
        else:
            self._in_tab(self.random.choice(self.tabs), step)

    def rest(self) -> None:
        """All connections have room again, and time passes."""
        for tab in list(self.tabs):
            if tab.full:
                self._drain(tab)
        self.pass_time(10)
        self.pass_time(0.2)  # what the last sweep changed is told after it

    def differences(self) -> list[str]:
        """What a client believes and is not so."""
        found: list[str] = []
        for tab in list(self.tabs):
            session = tab.session
            assert session is not None
            found += tab.gaps
            for name, room in session.rooms.items():
                view = tab.views[name]
                if view.shown() != truth(room):
                    found.append(f"{name}: {view.shown()} and not {truth(room)}")
                if view.count != len(room.members):
                    found.append(f"{name}: counts {view.count} and not {len(room.members)}")
        return found

    def _tab(self) -> None:
        user = self.random.choice(["anna", "ben", "cem", "dora", "edi", "fay"])
        self.tabs.append(self.instance().browser(user))

    def _back(self) -> None:
        gone = self.away.pop(self.random.randrange(len(self.away)))
        assert gone.session is not None
        resume = gone.of("WELCOME")[0]["resume"]
        rooms = list(gone.views)
        tab = self.instance().browser(gone.session.person.user, resume=resume, views=gone)
        self.tabs.append(tab)
        for room in rooms:
            tab.sub(room)

    def _in_tab(self, tab: Browser, step: str) -> None:
        room = self.random.choice(self.ROOMS)
        session = tab.session
        assert session is not None
        if step == "sub" and not tab.full:
            tab.sub(room)
        elif step == "lost":
            self.tabs.remove(tab)
            session.lost()
            self.away.append(tab)
        elif step == "stall":
            tab.full = True
            session.fall_behind()
        elif step == "drain" and tab.full:
            self._drain(tab)
        elif step == "mode":
            tab.say("HB", mode=self.random.choice(["idle", "viewing", "editing"]))
        elif room in session.rooms:
            self._in_room(tab, room, step)

    def _in_room(self, tab: Browser, room: str, step: str) -> None:
        if step == "unsub":
            tab.say("UNSUB", room=room)
            tab.views.pop(room, None)
        elif step == "focus":
            row = self.random.choice([*"12345", None])
            field = self.random.choice(["status", None])
            tab.say("FOCUS", room=room, row=row, field=field)
        elif step == "blur":
            tab.say("BLUR", room=room)

    def _drain(self, tab: Browser) -> None:
        tab.full = False
        assert tab.session is not None
        if tab.ended is None:
            tab.session.catch_up()
        else:
            self.tabs.remove(tab)


def truth(room: Room) -> dict[str, tuple[Any, ...]]:
    """What is true of those that are to be seen."""
    return {
        user: (seat.activity.mode.value, seat.activity.row, seat.activity.field)
        for user, seat in room.members.items()
        if seat.seen
    }
