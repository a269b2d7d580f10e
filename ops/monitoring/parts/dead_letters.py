"""Records that nobody understood."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from prometheus_client.core import Metric

from ops.monitoring.family import Counter, Family, Gauge
from ops.monitoring.part import Part
from orchestration.flows.dead_letters import find_waiting
from orchestration.ports.consumer_group import Place
from orchestration.ports.log_offsets import NEWEST, Extent, Found

HELD = Gauge("rampart_dead_letters_records", "Dead letters that are kept now.", labels=["topic"])
WRITTEN = Counter(
    "rampart_dead_letters_written_total", "Dead letters ever written.", labels=["topic"]
)
WAITING = Gauge(
    "rampart_dead_letters_pending_records",
    "Dead letters that were neither sent again nor discarded.",
    labels=["topic"],
)
OLDEST_AGE = Gauge(
    "rampart_dead_letters_oldest_age_seconds",
    "Age of the oldest dead letter that waits; absent where there is none.",
    labels=["topic"],
)
NEWEST_AGE = Gauge(
    "rampart_dead_letters_newest_age_seconds",
    "Age of the newest dead letter that is kept; absent where there is none.",
    labels=["topic"],
)


class DeadLetters(Part):
    """By the topic that they were read from."""

    name = "dead_letters"
    families: ClassVar[Sequence[Family]] = (HELD, WAITING, WRITTEN, OLDEST_AGE, NEWEST_AGE)

    def look(self) -> list[Metric]:
        buried = self.sources.declared().dead_letters
        extents = self.sources.log.extents(list(buried.values()))
        full = [place for place, extent in extents.items() if extent.high > extent.low]
        oldest = self.sources.log.at(dict.fromkeys(full, 0))
        newest = self.sources.log.at(dict.fromkeys(full, NEWEST))
        decided = {box.topic: box for box in self.sources.letter_boxes() if box.decided}
        held, waits, written = HELD.new(), WAITING.new(), WRITTEN.new()
        old, new = OLDEST_AGE.new(), NEWEST_AGE.new()
        for topic, letters in buried.items():
            here = [extent for place, extent in extents.items() if place.topic == letters]
            held.add_metric([topic], float(_held(here)))
            # Offsets are never given twice, so their end counts what was ever written.
            written.add_metric([topic], float(sum(extent.high for extent in here)))
            waiting, since_ms = _held(here), min(_moments(letters, oldest), default=None)
            if letters in decided:
                waiting, since_ms = find_waiting(decided[letters])
            waits.add_metric([topic], float(waiting))
            if since_ms is not None:
                old.add_metric([topic], self._age_s(since_ms))
            if last := _moments(letters, newest):
                new.add_metric([topic], self._age_s(max(last)))
        return [held, waits, written, old, new]

    def _age_s(self, timestamp_ms: int) -> float:
        return max(0.0, self.sources.clock.now().timestamp() - timestamp_ms / 1000)


def _held(extents: Sequence[Extent]) -> int:
    return sum(extent.high - extent.low for extent in extents)


def _moments(topic: str, found: Mapping[Place, Found]) -> list[int]:
    return [item.timestamp_ms for place, item in found.items() if place.topic == topic]
