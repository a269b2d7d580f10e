"""Several instances of the service on one bus, in one time."""

from typing import Any

from presence_api.live.lock_rules import LockRules
from presence_api.live.rooms.limits import Limits
from tests.fakes.browser import Browser
from tests.fakes.bus import FakeHub
from tests.fakes.clock import FakeClock
from tests.fakes.instance import Instance, pass_time
from tests.fakes.lock_table import FakeLockTable
from tests.fakes.timers import FakeTimers


class Several:
    """`names` are alive; one that was killed says nothing any more, and its browsers neither."""

    def __init__(self, *names: str, limits: Limits | None = None) -> None:
        self.limits = limits
        self.timers, self.clock = FakeTimers(), FakeClock()
        self.hub = FakeHub(self.timers)
        self.table = FakeLockTable(self.clock)
        self.instances: dict[str, Instance] = {}
        for name in names:
            self.start(name)
        self.pass_time(0.1)

    def __getitem__(self, name: str) -> Instance:
        return self.instances[name]

    def start(self, name: str) -> Instance:
        """One more."""
        found = self.instances[name] = Instance(
            self.limits,
            name,
            table=self.table,
            rules=LockRules(),
            hub=self.hub,
            clock=self.clock,
        )
        return found

    def kill(self, name: str) -> None:
        """It stops in the middle of everything."""
        bus = self.instances.pop(name).bus
        self.hub.buses.remove(bus)
        bus.channels.clear()
        bus.connected = False

    def pass_time(self, seconds: float) -> None:
        """For all of them; the sweep happens each second."""
        pass_time(seconds, self.timers, self.clock, self.instances.values())

    def tab(self, name: str, user: str, *rooms: str, tenant: str = "acme") -> Browser:
        """Somebody opens a tab at an instance."""
        found = self[name].browser(user, tenant=tenant)
        for room in rooms:
            found.sub(room)
        self.pass_time(0.2)
        return found


def users(browser: Browser, room: str = "order") -> set[str]:
    """Whom a client believes to be there."""
    return set(browser.views[room].members)


def shown(browser: Browser, user: str, room: str = "order") -> tuple[Any, ...]:
    """Mode, row and field of a member, as a client believes."""
    return browser.views[room].shown()[user]
