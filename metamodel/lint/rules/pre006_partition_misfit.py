"""PRE006."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.partitions import Granularity
from metamodel.model.pre_aggregation import TimeGranularity


class PartitionMisfit(LintRule):
    """A partitioned pre-aggregation has no time, or keeps time coarser than its partitions.

    Why: without a time Cube silently makes one table of it; with months in daily partitions each
    month would lie in the partition of its first day.

    Bad: `"partition": "day", "time": {"dimension": "orderdate", "granularity": "month"}`.
    Good: `"partition": "month", "time": {"dimension": "orderdate", "granularity": "day"}`.
    """

    code = "PRE006"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, _, item in subject.rollups():
            if item.partition is None:
                continue
            at = f"{place}/partition"
            if item.time is None:
                message = f"rollup `{item.name}` is partitioned and has no `time`"
                yield self.found(at, message, "Give it a time dimension with a granularity.")
            elif _finer(item.partition, item.time.standard):
                yield self.found(
                    at,
                    f"rollup `{item.name}` has partitions of a {item.partition} "
                    f"for times by {item.time.granularity}",
                    "Make the partition as coarse as the granularity, or coarser.",
                )


def _finer(partition: Granularity, grain: TimeGranularity | None) -> bool:
    """Is a partition shorter than what one row stands for? Not known of a grain of one's own."""
    return grain is not None and TimeGranularity(partition.value).rank < grain.rank
