"""Writers, two relays, a table and a broker, of which every step is somebody's choice."""

from collections.abc import Callable, Sequence
from functools import partial

from hypothesis import strategies as st

from presence_api.entities.outbox.relay import Relay
from presence_api.entities.outbox.shift import Pace
from presence_api.ports.ordered_sender import OrderedSender
from presence_api.ports.outbox import OutgoingEvent, WaitingEvent
from tests.fakes.clock import FakeClock
from tests.fakes.ordered_sender import FakeBroker, FakeOrderedSender
from tests.fakes.outbox import FakeOutbox
from tests.fakes.puppets import Puppet, way

KEYS = ("a", "8", "c")
"""The first two share a shard and no partition, the first and the last a partition and no shard."""
TOPIC = "t"
LARGE = 200  # more than the broker takes
PACE = Pace(batch_rows=4, share_every_s=2.0, measure_every_s=1000.0)
MOST_MOVES = 80

MakeSender = Callable[[FakeBroker], OrderedSender]
Move = Callable[[], object]


class Steps:
    """A wish to stop that never comes; each wait is a step. `clock` goes on with it."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock

    def is_set(self) -> bool:
        self._clock.advance(1.0)
        return False

    def wait(self, timeout: float) -> bool:
        way("back off")
        self._clock.advance(timeout)
        return False


class UntilEmpty:
    """A wish to stop that comes when nothing is left to send."""

    def __init__(self, outbox: FakeOutbox) -> None:
        self._outbox = outbox

    def is_set(self) -> bool:
        return not self._outbox.sendable()

    def wait(self, timeout: float) -> bool:
        raise AssertionError(f"an undisturbed relay fails; it would wait {timeout} s")


class World:
    """All that may happen, as moves; `judge` says whether the law held."""

    def __init__(
        self, make_sender: MakeSender = FakeOrderedSender, outbox: FakeOutbox | None = None
    ) -> None:
        self.outbox = outbox or FakeOutbox()
        self.broker = FakeBroker()
        self._make_sender = make_sender
        self._clock = FakeClock()
        self._written: list[WaitingEvent] = []
        self._open: dict[str, WaitingEvent] = {}  # by key: its row is locked
        self._relays: list[Puppet | None] = [None, None]

    def moves(self) -> Sequence[Move]:
        """What may happen next."""
        found: list[Move] = [
            *(partial(self._begin, key) for key in KEYS if key not in self._open),
            *(partial(self._begin, key, LARGE) for key in KEYS[:1] if key not in self._open),
            *(partial(self._commit, key) for key in self._open),
            *(partial(self.broker.land, number) for number in range(len(self.broker.flying))),
            *(partial(self.outbox.cut, session) for session in self.outbox.sessions),
        ]
        for number, relay in enumerate(self._relays):
            if relay is None or relay.ways is None:
                found.append(partial(self._start, number))
            else:
                found.append(relay.kill)
                steps = [partial(relay.go, way) for way in range(len(relay.ways))]
                found += steps * 4  # working is likelier than dying
        return found

    def play(self, data: st.DataObject) -> None:
        """Let anything happen, then let a relay that nothing disturbs finish."""
        try:
            for _ in range(data.draw(st.integers(0, MOST_MOVES))):
                moves = self.moves()
                moves[data.draw(st.integers(0, len(moves) - 1))]()
        finally:
            for relay in self._relays:
                if relay is not None:
                    relay.kill()
        for key in [*self._open]:
            self._commit(key)
        for session in [*self.outbox.sessions]:
            self.outbox.cut(session)
        sender = FakeOrderedSender(self.broker)
        Relay(self.outbox, sender, self._clock, PACE).run(UntilEmpty(self.outbox))
        while self.broker.flying:
            self.broker.land(0)

    def judge(self) -> None:
        """The first appearances of each key are its rows in their order, up to one that waits."""
        for key in KEYS:
            rows = [row for row in self._written if row.event.key == key]
            parked = [row.seq for row in rows if row.seq in self.outbox.parked]
            wanted = [row.seq for row in rows if not parked or row.seq < parked[0]]
            found = [*dict.fromkeys(self.broker.of_track((TOPIC, key)))]
            assert found == wanted, f"key {key}: {found}, not {wanted}"

    def _begin(self, key: str, size: int = 1) -> None:
        self._open[key] = self.outbox.draw(OutgoingEvent(TOPIC, key, b"x" * size, {}))

    def _commit(self, key: str) -> None:
        row = self._open.pop(key)
        self._written.append(row)
        self.outbox.commit(row)

    def _start(self, number: int) -> None:
        relay = Relay(self.outbox, self._make_sender(self.broker), self._clock, PACE)
        self._relays[number] = Puppet(lambda: relay.run(Steps(self._clock)))
