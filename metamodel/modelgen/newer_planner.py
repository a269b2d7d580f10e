"""Which members only Cube's newer planner can run: compiled, but not planned by the older one."""

from metamodel.modelgen.closure import Index, Member, UnknownMember
from metamodel.modelgen.member_plan import DimensionPlan, MeasurePlan, SegmentPlan

_TYPES = frozenset({"switch", "rank", "number_agg"})


def newer_members(index: Index) -> frozenset[str]:
    """The members, `cube.member`, that are beyond the older planner, or use one that is."""
    names = [(cube, name) for cube, members in index.members.items() for name in members]
    own = {f"{cube}.{name}" for cube, name in names if _newer(index.members[cube][name])}
    if not own:
        return frozenset()
    return frozenset(
        f"{cube}.{name}" for cube, name in names if own & _reached(index, f"{cube}.{name}")
    )


def _reached(index: Index, name: str) -> set[str]:
    try:
        return set(index.reach([name]))
    except UnknownMember:
        return set()  # the planner itself says so


def _newer(item: Member) -> bool:
    if isinstance(item, SegmentPlan):
        return False
    switched = item.case is not None and item.case.switch is not None
    if item.type in _TYPES or item.filter is not None or switched:
        return True
    if isinstance(item, DimensionPlan):
        return item.multi_stage
    return isinstance(item, MeasurePlan) and (
        item.grain is not None or any(shift.name for shift in item.time_shift)
    )
