"""The sensor's cursor: it is the Kafka position, and runs form a chain of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from metamodel.kernel.canonical import canonical_json
from metamodel.kernel.errors import RampartError
from orchestration.ports.event_source import OffsetRange
from orchestration.ports.offset_ranges import united

FORMAT = 1


class BadCursor(RampartError):
    """A cursor text is not one that this sensor wrote."""

    code = "SNS-001"
    hint = "Set the position with `rampart preagg rewind`, never by hand."


@dataclass(frozen=True, slots=True)
class Cursor:
    """Position `next` by partition; `start` is where the epoch began, `topic_id` whose offsets."""

    epoch: str
    topic_id: str
    start: Mapping[int, int]
    next: Mapping[int, int]

    @property
    def text(self) -> str:
        """Canonical JSON: equal cursors, equal text, so that runs can be found by it."""
        return canonical_json(
            {
                "v": FORMAT,
                "epoch": self.epoch,
                "tid": self.topic_id,
                "start": {str(key): value for key, value in self.start.items()},
                "next": {str(key): value for key, value in self.next.items()},
            }
        )

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Read what `text` wrote. Raises BadCursor."""
        try:
            value = json.loads(text)
            if value["v"] != FORMAT:
                raise BadCursor(text, f"format {value['v']}, this code reads {FORMAT}")
            start, following = (
                {int(key): int(offset) for key, offset in value[name].items()}
                for name in ("start", "next")
            )
            return cls(str(value["epoch"]), str(value["tid"]), start, following)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadCursor(text, repr(error)) from error

    def moved(self, to: Mapping[int, int]) -> "Cursor":
        """The cursor after reading up to `to`; partitions not named stay where they are."""
        return replace(self, next={**self.next, **to})

    def with_partitions(self, low: Mapping[int, int]) -> "Cursor":
        """The cursor with partitions it did not know yet, each from its low watermark."""
        new = {item: offset for item, offset in low.items() if item not in self.next}
        return replace(self, start={**new, **self.start}, next={**new, **self.next})

    def covers(self) -> tuple[OffsetRange, ...]:
        """Everything between the epoch's start and the position."""
        return united(
            OffsetRange(item, self.start.get(item, 0), stop) for item, stop in self.next.items()
        )
