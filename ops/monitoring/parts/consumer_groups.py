"""How far consumer groups are behind, in records and in time, and whether they move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from prometheus_client.core import Metric

from ops.monitoring.family import Family, Gauge
from ops.monitoring.part import Part
from ops.monitoring.progress import Progress
from ops.monitoring.sources import Sources
from orchestration.flows.find_oldest_unread import find_oldest_unread
from orchestration.ports.consumer_group import Place
from orchestration.ports.group_positions import ConsumerGroup
from orchestration.ports.log_offsets import Extent

LAG_RECORDS = Gauge(
    "rampart_consumer_group_lag_records",
    "Offsets between a group's position and the end of the log.",
    labels=["group", "topic", "partition"],
)
LAG_SECONDS = Gauge(
    "rampart_consumer_group_lag_seconds",
    "Age of the oldest unread record, in a retry topic since it was due; 0: all was read.",
    labels=["group", "topic", "partition"],
)
STALLED_SECONDS = Gauge(
    "rampart_consumer_group_stalled_seconds",
    "For how long a position has not moved although records lie behind it; 0: it moves.",
    labels=["group", "topic", "partition"],
)
STATE = Gauge(
    "rampart_consumer_group_state",
    "1 for the state a group is in: ACTIVE, STALLED, or EMPTY of the members it had.",
    labels=["group", "state"],
)
STALLED_AFTER_S: Final = 60.0
"""The event sensor, which commits most rarely, does so once in an evaluation of 15 s."""
STATES: Final = ("ACTIVE", "STALLED", "EMPTY")


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a group stands, its positions at the logs' beginnings at the least."""

    group: ConsumerGroup
    positions: Mapping[Place, int]
    age_s: Mapping[Place, float]
    stalled_s: Mapping[Place, float]

    @property
    def state(self) -> str:
        if self.group.joins and not self.group.has_members:
            return "EMPTY"
        is_stuck = any(seconds >= STALLED_AFTER_S for seconds in self.stalled_s.values())
        return "STALLED" if is_stuck else "ACTIVE"


class ConsumerGroups(Part):
    """The groups of every service that the declaration names, on the topics it names."""

    name = "consumer_groups"
    families: ClassVar[Sequence[Family]] = (LAG_RECORDS, LAG_SECONDS, STALLED_SECONDS, STATE)

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self._progress = Progress()

    def look(self) -> list[Metric]:
        declared, extents = self.sources.declared(), {}
        groups = self.sources.groups.groups(declared.group_prefixes)
        if groups:
            extents = dict(self.sources.log.extents(declared.topics))
        standing = [self._standing(group, extents) for group in groups]
        lag, age = LAG_RECORDS.new(), LAG_SECONDS.new()
        stalled, state = STALLED_SECONDS.new(), STATE.new()
        for item in standing:
            for place, position in item.positions.items():
                labels = [item.group.name, place.topic, str(place.partition)]
                lag.add_metric(labels, float(extents[place].high - position))
                age.add_metric(labels, item.age_s.get(place, 0.0))
                stalled.add_metric(labels, item.stalled_s[place])
            for word in STATES:
                state.add_metric([item.group.name, word], float(word == item.state))
        return [lag, age, stalled, state]

    def _standing(self, group: ConsumerGroup, extents: Mapping[Place, Extent]) -> _Standing:
        declared, clock = self.sources.declared(), self.sources.clock
        committed = self.sources.groups.positions(group.name, extents.keys())
        positions = _positions(committed, extents)
        ends = {place: extent.high for place, extent in extents.items()}
        behind = {place: at for place, at in positions.items() if at < ends[place]}
        unread = find_oldest_unread(self.sources.log, behind, declared.compacted)
        age_s = {place: self._age_s(place, at) for place, at in unread.items()}
        # A record that is not due stands in nobody's way. Elsewhere one without an age is from the
        # future of our clock: that it is not read is seen all the same, for no clock is asked.
        waiting = {
            place
            for place, seconds in age_s.items()
            if not seconds and declared.waits_s.get(place.topic)
        }
        wanted = {at: positions[at] if at in waiting else ends[at] for at in positions}
        stalled_s = self._progress.stalled_s(group.name, positions, wanted, clock.monotonic_s())
        return _Standing(group, positions, age_s, stalled_s)

    def _age_s(self, place: Place, timestamp_ms: int) -> float:
        """Since a record may be read: in a retry topic, since it is due."""
        due_s = timestamp_ms / 1000 + self.sources.declared().waits_s.get(place.topic, 0)
        return max(0.0, self.sources.clock.now().timestamp() - due_s)


def _positions(committed: Mapping[Place, int], extents: Mapping[Place, Extent]) -> dict[Place, int]:
    """Where a group stands in the topics that it reads, at the least where their logs begin.

    It reads a topic if it committed in any partition of it; where it never did, all is unread. What
    retention took is not waited for, and what came since the ends were seen is no lag.
    """
    read = {place.topic for place in committed}
    return {
        place: min(max(committed.get(place, extent.low), extent.low), extent.high)
        for place, extent in extents.items()
        if place.topic in read
    }
