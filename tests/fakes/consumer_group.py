"""Members of one group over the records of a fake sink, committed positions shared between them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from orchestration.ports.consumer_group import Fetched, GroupUnavailable, Place, Polled
from orchestration.ports.event_source import Record
from tests.fakes.event_sink import FakeEventSink


@dataclass(frozen=True, slots=True)
class FakeFetched:
    """A record and its place."""

    place: Place
    record: Record

    @property
    def offset(self) -> int:
        return self.record.offset

    @property
    def key(self) -> bytes | None:
        return self.record.key

    @property
    def value(self) -> bytes | None:
        return self.record.value


class FakeGroupLog:
    """What the broker keeps: the records of a sink, and a group's positions."""

    def __init__(self, sink: FakeEventSink, topics: Sequence[str], partitions: int = 1) -> None:
        self.sink = sink
        self.places = [Place(topic, number) for topic in topics for number in range(partitions)]
        self.committed: dict[Place, int] = {}
        self.low: dict[Place, int] = {}  # retention took what lies before

    def records(self, place: Place) -> Sequence[Record]:
        """The records of one partition, by offset."""
        return [item for item in self.sink.log(place.topic) if item.partition == place.partition]

    @property
    def pending(self) -> int:
        """Records that nobody has settled."""
        return sum(len(self.records(place)) - self.committed.get(place, 0) for place in self.places)


class FakeConsumerGroup:
    """One member. Switches: `down`, `unable` to commit, `silent` about unsettled keys.

    `give` and `take` move places as a rebalance would.
    """

    def __init__(self, log: FakeGroupLog, *, most: int = 500) -> None:
        self.log = log
        self.down = self.unable = self.silent = False
        self.closed = False
        self._most = most
        self._position: dict[Place, int] = {}
        self._held: set[Place] = set()
        self._arrived: set[Place] = set()
        self._left: set[Place] = set()
        self._lost: dict[Place, int] = {}
        for place in log.places:
            self.give(place)

    def give(self, place: Place) -> None:
        """The place is this member's from now on."""
        position, low = self.log.committed.get(place, 0), self.log.low.get(place, 0)
        self._position[place] = max(position, low)
        if place in self.log.committed and position < low:
            self._lost[place] = low - position
        self._arrived.add(place)
        self._held.discard(place)

    def take(self, place: Place) -> None:
        """The place is another member's from now on."""
        del self._position[place]
        self._arrived.discard(place)
        self._left.add(place)

    def poll(self, *, budget_s: float) -> Polled:
        del budget_s
        self._require_broker()
        fetched: list[Fetched] = []
        for place, position in self._position.items():
            if place not in self._held:
                found = self.log.records(place)[position:][: self._most - len(fetched)]
                fetched += [FakeFetched(place, item) for item in found]
                self._position[place] = position + len(found)
        arrived, left = frozenset(self._arrived), frozenset(self._left)
        lost, self._lost = self._lost, {}
        self._arrived, self._left = set(), set()
        return Polled(fetched, arrived, left, lost=lost)

    def hold(self, places: Collection[Place]) -> None:
        self._held = set(places) & self._position.keys()

    def commit(self, positions: Mapping[Place, int]) -> None:
        self._require_broker(unless=self.unable)
        ours = {place: at for place, at in positions.items() if place in self._position}
        self.log.committed |= ours

    def unsettled_keys(self, place: Place) -> Sequence[bytes | None]:
        self._require_broker(unless=self.silent)
        committed = self.log.committed.get(place, 0)
        return [item.key for item in self.log.records(place)[committed:]]

    def close(self) -> None:
        self.closed = True

    def _require_broker(self, *, unless: bool = False) -> None:
        if self.down or unless:
            raise GroupUnavailable("fake, down")
