"""Which rollups show that some attributes of one row changed, and how far that reaches."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from metamodel.model.entity import Entity
from metamodel.modelgen.closure import Index, Member, joins_among, sql_of
from metamodel.modelgen.cube_plan import CubePlan, ModelPlan
from metamodel.modelgen.member_plan import DimensionPlan, MeasurePlan
from metamodel.modelgen.rollup_plan import RollupPlan

_QUALIFIED: Final = re.compile(r'\{(\w+)\}\."?(\w+)')
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class AffectedRollup:
    """A rollup that has to be built again where the row was and where it is now.

    `time` is the row's attribute that says where: the days of its old and of its new value. None:
    the change shows anywhere in the extent.
    """

    cube: str
    name: str
    time: str | None


class RollupReach:
    """What the rollups of a plan read of each entity: looked up once an entity."""

    def __init__(self, plan: ModelPlan) -> None:
        self._index = Index.of(plan)
        self._known: dict[str, tuple[_Reading, ...]] = {}

    def affected(self, entity: Entity, changed: Collection[str]) -> tuple[AffectedRollup, ...]:
        """Every rollup of which the SQL reads one of these attributes, in their order.

        Rather one too many than one too few: a column counts as read where its name stands in SQL
        over the entity's rows. Raises UnknownMember for a plan that does not hold together.
        """
        columns = {item.column for item in entity.attributes if item.name in changed}
        return tuple(one.rollup for one in self._readings(entity) if one.columns & columns)

    def _readings(self, entity: Entity) -> "tuple[_Reading, ...]":
        found = self._known.get(entity.name)
        if found is None:
            found = self._known[entity.name] = tuple(
                _Reading.of(self._index, cube, rollup, entity)
                for cube in self._index.plan.cubes
                for rollup in cube.pre_aggregations
                if rollup.built
            )
        return found


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one rollup reads of one entity."""

    rollup: AffectedRollup
    columns: frozenset[str]

    @classmethod
    def of(cls, index: Index, cube: CubePlan, rollup: RollupPlan, entity: Entity) -> "_Reading":
        members = index.reach(rollup.members)
        texts = [*_member_texts(members), *_join_texts(index.plan, cube.name, members)]
        cubes = {cube.name, *(name for name, _ in texts)}
        met = {name for name in cubes if index.plan.cube(name).entity == entity.name}
        read = set(_columns(texts, met))
        if any(index.plan.members_of(name).sql for name in met):  # rows of a query: any may count
            read |= {item.column for item in entity.attributes}
        alone = met == {cube.name} and not any(map(_looks_beyond, members.values()))
        time = _time_attribute(cube, rollup, entity) if alone else None
        return cls(AffectedRollup(cube.name, rollup.name, time), frozenset(read))


def _member_texts(members: Mapping[str, Member]) -> Iterator[tuple[str, str]]:
    """All SQL of members, with the cube whose rows it is over."""
    for name, member in members.items():
        yield name.partition(".")[0], " ".join(sql_of(member))


def _join_texts(
    plan: ModelPlan, root: str, members: Mapping[str, Member]
) -> Iterator[tuple[str, str]]:
    for origin, join in joins_among(plan, root, members):
        yield origin, join.sql
        yield join.name, ""


def _columns(texts: Collection[tuple[str, str]], met: Collection[str]) -> Iterator[str]:
    """Columns of the cubes `met` that SQL names: its own, or another cube's with its name."""
    for name, text in texts:
        if name in met:
            yield from _WORD.findall(text)
        yield from (column for other, column in _QUALIFIED.findall(text) if other in met)


def _looks_beyond(member: Member) -> bool:
    """Does it gather more rows than those of its own day?"""
    if isinstance(member, DimensionPlan):
        return member.sub_query
    return isinstance(member, MeasurePlan) and member.rolling_window is not None


def _time_attribute(cube: CubePlan, rollup: RollupPlan, entity: Entity) -> str | None:
    """The attribute by which a rollup is cut into partitions, if it is one of its own rows."""
    origin, _, name = (rollup.time_dimension or "").partition(".")
    if rollup.partition_granularity is None or origin != cube.name:
        return None
    return name if entity.attribute(name) is not None else None
