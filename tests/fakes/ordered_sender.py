"""A broker's log in memory, and the producer that fills it: one request a partition in flight."""

from collections.abc import Callable, Sequence
from zlib import crc32

from metamodel.kernel.errors import RampartError
from presence_api.ports.ordered_sender import Delivery, NotAcknowledged
from presence_api.ports.outbox import SHARDS, WaitingEvent
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
    """The partition of an event; a shard's keys are in several."""
    return row.event.topic, crc32(row.event.key.encode()) // SHARDS % PARTITIONS


class FakeOrderedSender:
    """Sends in batches of `batch_rows`; what happens to each is asked of who holds the strings."""

    def __init__(self, broker: FakeBroker, batch_rows: int = 2) -> None:
        self.broker, self._batch_rows = broker, batch_rows
        self.discarded = 0

    def send(self, events: Sequence[WaitingEvent], keep_on: Callable[[], None]) -> Delivery:
        sending = _Sending(self.broker, events, self._batch_rows)
        fault = None
        try:
            while sending.queues and not sending.refused:
                keep_on()
                self._happen(sending)
        except RampartError as caught:
            fault = caught
            self._leave(sending)
        except BaseException:
            self._leave(sending)
            raise
        for queue in sending.queues.values() if sending.refused else ():
            self.refused(queue)
        return Delivery(frozenset(sending.acknowledged), sending.refused, fault)

    def discard(self) -> None:
        self.discarded += 1

    def refused(self, queue: Sequence[WaitingEvent]) -> None:
        """After a batch was refused for good nothing of any queue is sent."""

    def abandoned(self, queue: Sequence[WaitingEvent]) -> None:
        """The request that is on its way when the producer ends may arrive later."""
        self.broker.flying.append([*queue[: self._batch_rows]])

    def _happen(self, sending: "_Sending") -> None:
        if self.broker.silent:
            raise NotAcknowledged("fake, silent")
        what = way("acknowledged", "unheard", "silence")
        if what == "silence":
            raise NotAcknowledged("fake, silent")
        if what == "unheard":  # in the log; the client sends it again and is told so
            sending.append()
        else:
            sending.acknowledge()
        sending.turn()

    def _leave(self, sending: "_Sending") -> None:
        for place, queue in sending.queues.items():
            if place not in sending.unheard:
                self.abandoned(queue)


class _Sending:
    """The queues of one call, by partition; of those `unheard` the first batch is in the log."""

    def __init__(self, broker: FakeBroker, events: Sequence[WaitingEvent], batch_rows: int) -> None:
        self._broker, self._batch_rows = broker, batch_rows
        self.queues: dict[Place, list[WaitingEvent]] = {}
        for row in events:
            self.queues.setdefault(place_of(row), []).append(row)
        self.acknowledged: set[int] = set()
        self.refused: dict[int, str] = {}
        self.unheard: set[Place] = set()

    @property
    def _place(self) -> Place:
        return next(iter(self.queues))

    def append(self) -> bool:
        """The next batch reaches the broker, once however often it is sent."""
        place = self._place
        batch = self.queues[place][: self._batch_rows]
        if place not in self.unheard and not self._broker.append(batch):
            self.refused |= {row.seq: "fake, too large" for row in batch}
            return False
        self.unheard.add(place)
        return True

    def acknowledge(self) -> None:
        """And the broker's answer reaches the client."""
        place = self._place
        if self.append():
            self.unheard.discard(place)
            done, left = (
                self.queues[place][: self._batch_rows],
                self.queues[place][self._batch_rows :],
            )
            self.acknowledged |= {row.seq for row in done}
            self.queues[place] = left
            if not left:
                del self.queues[place]

    def turn(self) -> None:
        """Let the other partitions come first."""
        if self.queues:
            place = self._place
            self.queues[place] = self.queues.pop(place)
