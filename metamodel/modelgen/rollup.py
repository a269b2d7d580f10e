"""What a build has to know about one rollup; stored with every publication."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from metamodel.model.partitions import (
    WHOLE,
    Extent,
    Granularity,
    Partition,
    partitions,
    partitions_touching,
)


@dataclass(frozen=True, slots=True)
class Rollup:
    """A pre-aggregation of one cube, as planned by one generation."""

    cube: str
    name: str
    rollup_fp: str  # equal fingerprint: equal tables in Cube, but for their suffix
    extent: Extent
    partition: Granularity | None  # None: one table for everything
    time_sql: str | None  # column of `time_table`, for looking at rows outside the extent
    time_table: str | None
    timezone: str = "UTC"

    @property
    def path(self) -> str:
        """`cube.name`, as Cube and the command line write it."""
        return f"{self.cube}.{self.name}"

    def partitions(self) -> tuple[Partition, ...]:
        """All partitions of its extent; none when it is not partitioned."""
        return partitions(self.extent, self.partition) if self.partition else ()

    def partition_ids(self, start: date | None = None, end: date | None = None) -> tuple[str, ...]:
        """Ids of the partitions that the days [start, end] touch; open sides reach to the edge."""
        if self.partition is None:
            return (WHOLE,)
        touched = partitions_touching(self.extent, self.partition, start, end)
        return tuple(item.id for item in touched)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON; the inverse of `from_json`."""
        return {
            "cube": self.cube,
            "name": self.name,
            "rollup_fp": self.rollup_fp,
            "extent": [self.extent.start.isoformat(), self.extent.end.isoformat()],
            "partition": self.partition.value if self.partition else None,
            "time_sql": self.time_sql,
            "time_table": self.time_table,
            "timezone": self.timezone,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Rollup":
        """Read what `to_json` wrote."""
        start, end = (date.fromisoformat(day) for day in value["extent"])
        granularity = value["partition"]
        return cls(
            cube=value["cube"],
            name=value["name"],
            rollup_fp=value["rollup_fp"],
            extent=Extent(start, end),
            partition=Granularity(granularity) if granularity else None,
            time_sql=value["time_sql"],
            time_table=value["time_table"],
            timezone=value["timezone"],
        )
