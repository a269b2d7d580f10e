"""One instance of the presence service without sockets, in a time that only tests move."""

from collections.abc import Callable, Collection

from metamodel.kernel.clock import Clock
from presence_api.live.backplane.backplane import Backplane
from presence_api.live.lock_desk import LockDesk
from presence_api.live.lock_parts import LockParts
from presence_api.live.lock_rules import LockRules
from presence_api.live.lock_terms import Changes
from presence_api.live.lock_tokens import LockTokens
from presence_api.live.lock_watch import Work
from presence_api.live.locks import Locks
from presence_api.live.rooms.limits import Limits
from presence_api.live.rooms.person import Person
from presence_api.live.rooms.rooms import Rooms
from presence_api.live.sessions import Sessions
from presence_api.live.staleness.changes import ToldChanges
from presence_api.live.staleness.staleness import Staleness
from presence_api.live.standing import Standing
from presence_api.live.tickets import Admission, Tickets
from presence_api.ports.lock_table import LockTable
from tests.fakes.browser import Browser
from tests.fakes.bus import FakeBus, FakeHub
from tests.fakes.clock import FakeClock
from tests.fakes.entity_catalogue import shop
from tests.fakes.lock_table import FakeLockTable
from tests.fakes.mutations import FakeMutations, NoChanges
from tests.fakes.timers import FakeTimers

KEY = b"k" * 32
HOUR_S = 3600.0
LONGEST_CHANGE_S = 600.0


class Instance:
    """Rooms and sessions of a shop; browsers come in with real tickets."""

    def __init__(
        self,
        limits: Limits | None = None,
        name: str = "i1",
        *,
        table: FakeLockTable | None = None,
        rules: LockRules | None = None,
        hub: FakeHub[FakeTimers] | None = None,
        clock: FakeClock | None = None,
    ) -> None:
        self.timers = FakeTimers() if hub is None else hub.timers
        self.clock = clock or FakeClock()
        self.tickets = Tickets(KEY, self.clock)
        self.rooms = Rooms(self.timers, limits or Limits(), name)
        self.table = table or FakeLockTable(self.clock)
        self.standing, self.mutations = Standing(), FakeMutations(self.clock)
        self.staleness = known_staleness(self.rooms, self.clock, self.standing)
        self.changes = ToldChanges(self.staleness, self.mutations)
        self.bus = (hub or FakeHub(self.timers)).bus()
        self.backplane = backplane_of(self.rooms, self.bus, self.standing)
        self.locks = locks_of(
            self.rooms,
            self.table,
            self.clock,
            rules,
            changes=self.changes,
            backplane=self.backplane,
        )
        if hub is None:
            self.standing.reach_others(True)  # nobody else is there
        else:
            self.bus.connect()
        self.sessions = sessions_of(
            self.rooms,
            self.tickets,
            self.clock,
            self.locks,
            backplane=self.backplane,
            staleness=self.staleness,
            standing=self.standing,
        )

    def browser(
        self,
        user: str,
        *,
        tenant: str = "acme",
        resume: str | None = None,
        ends_in_s: float = HOUR_S,
        address: str = "127.0.0.1",
        views: Browser | None = None,
    ) -> Browser:
        """Somebody opens a tab; with `resume` and `views` it is a tab that lost its connection."""
        person = Person(user, user.title(), tenant)
        number = self.tickets.resumed(resume, person) if resume else None
        ticket = self.tickets.issue(Admission(person, _now(self.clock) + ends_in_s, number))
        admission = self.tickets.redeem(ticket)
        assert admission is not None
        found = Browser()
        if views is not None:
            found.views = views.views
        found.session = self.sessions.open(found, admission, address)
        return found

    def settle(self, seconds: float = 0.2) -> None:
        """Let everything be told that is to be told."""
        self.pass_time(seconds)

    def pass_time(self, seconds: float) -> None:
        """Both clocks move, and the sweep happens each second."""
        pass_time(seconds, self.timers, self.clock, [self])


def pass_time(
    seconds: float, timers: FakeTimers, clock: FakeClock, instances: Collection[Instance]
) -> None:
    """Both clocks move for all of them, and the sweep happens each second."""
    while seconds > 0:
        step = min(seconds, 1.0)
        timers.advance(step)
        clock.advance(step)
        if step == 1.0:
            for instance in instances:
                instance.sessions.sweep()
        seconds -= step


def sessions_of(
    rooms: Rooms,
    tickets: Tickets,
    clock: Clock,
    locks: Locks,
    *,
    backplane: Backplane | None = None,
    staleness: Staleness | None = None,
    standing: Standing | None = None,
) -> Sessions:
    """Sessions of a shop; by default nothing is ever stale there, and nobody is elsewhere."""
    standing = standing or Standing()
    return Sessions(
        rooms,
        tickets,
        shop(),
        clock,
        locks,
        backplane=backplane or backplane_of(rooms, FakeHub(rooms.timers).bus(), standing),
        staleness=staleness or known_staleness(rooms, clock, standing),
        standing=standing,
    )


def backplane_of(rooms: Rooms, bus: FakeBus, standing: Standing) -> Backplane:
    """A backplane whose work is done in the next turn."""
    return Backplane(bus, rooms, shop(), standing, next_turn(rooms))


def next_turn(rooms: Rooms) -> Callable[[Work], object]:
    """Who does work that never waits: in the next turn, all of it."""

    def spawn(work: Work) -> None:
        rooms.timers.call_soon(at_once, work)

    return spawn


def known_staleness(rooms: Rooms, clock: Clock, standing: Standing) -> Staleness:
    """Staleness that is up to date."""
    found = Staleness(rooms, shop(), clock, standing, LONGEST_CHANGE_S)
    found.know(True)
    return found


def locks_of(
    rooms: Rooms,
    table: LockTable,
    clock: Clock,
    rules: LockRules | None = None,
    *,
    changes: Changes | None = None,
    backplane: Backplane | None = None,
) -> Locks:
    """Locks whose work is done in the next turn: a table in memory never lets anybody wait."""
    spread = backplane or backplane_of(rooms, FakeHub(rooms.timers).bus(), Standing())
    parts = parts_of(table, clock, rules, changes)
    found = Locks(parts, rooms, spawn=next_turn(rooms), spread=spread)
    spread.look_again, spread.wanted_here = found.watch.look_again, found.wanted
    return found


def desk_of(
    locks: Locks, table: LockTable, clock: Clock, changes: Changes | None = None
) -> LockDesk:
    """A desk beside those locks."""
    return LockDesk(parts_of(table, clock, changes=changes), locks.touched)


def parts_of(
    table: LockTable,
    clock: Clock,
    rules: LockRules | None = None,
    changes: Changes | None = None,
) -> LockParts:
    """What locks of a shop work with; by default nothing changes."""
    tokens = LockTokens(KEY, clock)
    return LockParts(table, tokens, shop(), clock, rules or LockRules(), changes or NoChanges())


def at_once(work: Work) -> None:
    """Do all of it now."""
    try:
        work().send(None)
    except StopIteration:
        return
    raise AssertionError("it waits for something")


def _now(clock: Clock) -> float:
    return clock.now().timestamp()
