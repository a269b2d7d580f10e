"""Which members only Cube's newer planner can run: compiled, but not planned by the older one."""

from metamodel.modelgen.closure import Index, Member, UnknownMember
from metamodel.modelgen.member_plan import DimensionPlan, MeasurePlan, SegmentPlan

_TYPES = frozenset({"switch", "rank", "number_agg"})


def needs_newer_planner(index: Index, name: str) -> bool:
    """Is the member `cube.member`, or one that its SQL refers to, beyond the older planner?"""
    try:
        return any(_newer(item) for item in index.reach([name]).values())
    except UnknownMember:
        return False  # the planner itself says so


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
