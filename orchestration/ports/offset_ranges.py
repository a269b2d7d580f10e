"""Arithmetic on offset ranges: union and difference, pure."""

from collections.abc import Iterable

from orchestration.ports.event_source import OffsetRange


def united(ranges: Iterable[OffsetRange]) -> tuple[OffsetRange, ...]:
    """The same offsets in as few ranges as possible, ordered."""
    result: list[OffsetRange] = []
    for item in sorted(item for item in ranges if item.end > item.start):
        last = result[-1] if result else None
        if last and last.partition == item.partition and item.start <= last.end:
            result[-1] = OffsetRange(last.partition, last.start, max(last.end, item.end))
        else:
            result.append(item)
    return tuple(result)


def subtract(
    ranges: Iterable[OffsetRange], covered: Iterable[OffsetRange]
) -> tuple[OffsetRange, ...]:
    """The offsets of `ranges` that are not in `covered`, ordered."""
    left = list(united(ranges))
    for hole in united(covered):
        left = [piece for item in left for piece in _without(item, hole)]
    return tuple(left)


def offsets_between(start: dict[int, int] | None, end: dict[int, int]) -> tuple[OffsetRange, ...]:
    """The ranges from one position to another; partitions missing in `start` begin at 0."""
    begin = start or {}
    return united(OffsetRange(item, begin.get(item, 0), stop) for item, stop in end.items())


def _without(item: OffsetRange, hole: OffsetRange) -> tuple[OffsetRange, ...]:
    if item.partition != hole.partition or hole.end <= item.start or hole.start >= item.end:
        return (item,)
    before = OffsetRange(item.partition, item.start, max(item.start, hole.start))
    after = OffsetRange(item.partition, min(item.end, hole.end), item.end)
    return tuple(piece for piece in (before, after) if len(piece) > 0)
