"""A broker's log in memory, and the producer that fills it: one request a partition in flight."""

from collections.abc import Callable, Sequence
from zlib import crc32

from metamodel.kernel.errors import RampartError
from presence_api.ports.ordered_sender import Delivery, NotAcknowledged
from presence_api.ports.outbox import WaitingEvent
from tests.fakes.puppets import way

PARTITIONS = 2
Place = tuple[str, int]


class FakeBroker:
    """`log` holds what lies in each partition; `flying` what a producer of before left behind."""

    def __init__(self, largest_bytes: int = 100) -> None:
        self.log: dict[Place, list[WaitingEvent]] = {}
        self.flying: list[list[WaitingEvent]] = []
        self.largest_bytes = largest_bytes
        self.silent = False

    def append(self, batch: Sequence[WaitingEvent]) -> bool:
        """Take a batch whole, or refuse it whole."""
        if any(len(row.event.value) > self.largest_bytes for row in batch):
            return False
        for row in batch:
            self.log.setdefault(place_of(row), []).append(row)
        return True

    def land(self, number: int) -> None:
        """Let a request arrive whose sender has gone."""
        self.append(self.flying.pop(number))

    def of_track(self, track: tuple[str, str]) -> list[int]:
        """The numbers of a track's events as they lie there."""
        return [row.seq for log in self.log.values() for row in log if row.track == track]


def place_of(row: WaitingEvent) -> Place:
    """The partition of an event."""
    return row.event.topic, crc32(row.event.key.encode()) % PARTITIONS


class FakeOrderedSender:
    """Sends in batches of `batch_rows`; what it does next is asked of whoever holds the strings."""

    def __init__(self, broker: FakeBroker, batch_rows: int = 2) -> None:
        self._broker, self._batch_rows = broker, batch_rows
        self.discarded = 0

    def send(self, events: Sequence[WaitingEvent], keep_on: Callable[[], None]) -> Delivery:
        queues: dict[Place, list[WaitingEvent]] = {}
        for row in events:
            queues.setdefault(place_of(row), []).append(row)
        sending = _Sending(self._broker, queues, self._batch_rows)
        try:
            while sending.queues and not sending.refused:
                keep_on()
                self.step(sending)
        except RampartError as fault:
            sending.leave_in_flight()
            return Delivery(frozenset(sending.acknowledged), sending.refused, fault)
        except BaseException:
            sending.leave_in_flight()
            raise
        return Delivery(frozenset(sending.acknowledged), sending.refused)

    def step(self, sending: "_Sending") -> None:
        """One thing that happens between client and broker."""
        if self._broker.silent:
            raise NotAcknowledged("fake, silent")
        what = way("acknowledged", "unheard", "silence")
        place = next(iter(sending.queues))
        if what == "silence":
            raise NotAcknowledged("fake, silent")
        if what == "unheard":  # in the log; the client sends it again and is told so
            sending.append(place)
        else:
            sending.acknowledge(place)
        sending.turn(place)

    def discard(self) -> None:
        self.discarded += 1


class _Sending:
    """The queues of one call, by partition; `appended` counts what is in the log unheard."""

    def __init__(
        self, broker: FakeBroker, queues: dict[Place, list[WaitingEvent]], batch_rows: int
    ) -> None:
        self._broker, self._batch_rows = broker, batch_rows
        self.queues = queues
        self.acknowledged: set[int] = set()
        self.refused: dict[int, str] = {}
        self._unheard: set[Place] = set()

    def append(self, place: Place) -> bool:
        """The first batch of a partition reaches the broker, once however often it is sent."""
        if place in self._unheard:
            return True
        batch = self._batch(place)
        if not self._broker.append(batch):
            self.refused |= {row.seq: "fake, too large" for row in batch}
            return False
        self._unheard.add(place)
        return True

    def acknowledge(self, place: Place) -> None:
        """And the broker's answer reaches the client."""
        if self.append(place):
            self.acknowledged |= {row.seq for row in self._batch(place)}
            self._unheard.discard(place)
            self.queues[place] = self.queues[place][self._batch_rows :]
            if not self.queues[place]:
                del self.queues[place]

    def turn(self, place: Place) -> None:
        """Let the other partitions come first."""
        if place in self.queues:
            self.queues[place] = self.queues.pop(place)

    def leave_in_flight(self) -> None:
        """One request of each partition may arrive later, if it has not already."""
        for place in self.queues:
            if place not in self._unheard:
                self._broker.flying.append(self._batch(place))

    def _batch(self, place: Place) -> list[WaitingEvent]:
        return self.queues[place][: self._batch_rows]
