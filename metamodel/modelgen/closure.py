"""Everything that the SQL of some members is made of, across cubes."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from metamodel.model.references import Reference, references
from metamodel.modelgen.cube_plan import CubePlan, JoinPlan, ModelPlan
from metamodel.modelgen.member_plan import CasePlan, DimensionPlan, MeasurePlan, SegmentPlan
from metamodel.modelgen.sql import Sql, SqlBody

Member = DimensionPlan | MeasurePlan | SegmentPlan


class UnknownMember(KeyError):
    """A reference leads to no cube or no member of it; the argument is `cube.member`."""


@dataclass(frozen=True, slots=True)
class Index:
    """The members of a plan, by cube and name; a role has those of the cube it extends too."""

    plan: ModelPlan
    members: dict[str, dict[str, Member]]

    @classmethod
    def of(cls, plan: ModelPlan) -> "Index":
        """The index of a plan."""
        found: dict[str, dict[str, Member]] = {}
        for cube in plan.cubes:
            declared: dict[str, Member] = {}
            for source in (plan.members_of(cube.name), cube):
                declared |= {item.name: item for item in _members(source)}
            found[cube.name] = declared
        return cls(plan, found)

    def reach(self, start: Iterable[str]) -> dict[str, Member]:
        """The members named `cube.member` and all that their SQL refers to, directly or not.

        Raises UnknownMember.
        """
        reached: dict[str, Member] = {}
        queue = deque(start)
        while queue:
            name = queue.popleft()
            if name in reached:
                continue
            cube, _, member = name.partition(".")
            found = self.members.get(cube, {}).get(member)
            if found is None:
                raise UnknownMember(name)
            reached[name] = found
            queue.extend(self.referred(cube, found))
        return reached

    def referred(self, cube: str, member: Member) -> Iterator[str]:
        """What one member's SQL refers to, as `cube.member`."""
        for text in sql_of(member):
            for item in references(text):
                if item.member is not None:
                    yield absolute(cube, item)


def sql_of(member: Member) -> tuple[Sql, ...]:
    """All SQL of a member."""
    own = (member.sql,) if member.sql is not None else ()
    if isinstance(member, SegmentPlan):
        return own
    cases = _case_sql(member.case) if member.case else ()
    if isinstance(member, MeasurePlan):
        ordered = tuple(item.sql for item in member.order_by)
        return (*own, *cases, *ordered, *(item.sql for item in member.filters))
    places = tuple(item.sql for item in (member.latitude, member.longitude) if item)
    return (*own, *cases, *places)


def _case_sql(case: CasePlan) -> tuple[Sql, ...]:
    branches = (*case.when, *((case.else_,) if case.else_ else ()))
    labels = (item.label.sql for item in branches if isinstance(item.label, SqlBody))
    switch = (case.switch,) if case.switch else ()
    return (*switch, *(item.sql for item in branches if item.sql is not None), *labels)


def absolute(cube: str, reference: Reference) -> str:
    """A reference made in a cube's SQL, as `cube.member`."""
    return f"{reference.node or cube}.{reference.member}"


def join_path(plan: ModelPlan, origin: str, target: str) -> tuple[tuple[str, JoinPlan], ...] | None:
    """The joins of a shortest path, each with the cube it leaves; None if there is none."""
    came: dict[str, tuple[tuple[str, JoinPlan], ...]] = {origin: ()}
    queue = deque([origin])
    while queue:
        here = queue.popleft()
        if here == target:
            return came[here]
        for join in plan.cube(here).joins:
            if join.name not in came:
                came[join.name] = (*came[here], (here, join))
                queue.append(join.name)
    return None


def joins_among(
    plan: ModelPlan, root: str, members: Iterable[str]
) -> Iterator[tuple[str, JoinPlan]]:
    """The joins between a cube and those of members, each with the cube it leaves; some twice."""
    for other in sorted({name.partition(".")[0] for name in members} - {root}):
        # A sub-query is joined the other way: its cube is above this one.
        path = join_path(plan, root, other)
        yield from path if path is not None else join_path(plan, other, root) or ()


def _members(cube: CubePlan) -> tuple[Member, ...]:
    return (*cube.dimensions, *cube.measures, *cube.segments)
