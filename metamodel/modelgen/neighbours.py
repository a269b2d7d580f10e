"""Which cubes and views a change can break, so that only they have to be compiled again."""

from collections.abc import Collection, Iterator, Mapping

from metamodel.model.references import SELF, references
from metamodel.modelgen.closure import Member, sql_of
from metamodel.modelgen.cube_plan import CubePlan, ModelPlan
from metamodel.modelgen.view_plan import ViewPlan


def neighbours(plan: ModelPlan) -> dict[str, frozenset[str]]:
    """Of each cube and view the others that it names: whom it joins, extends, reads or shows."""
    named = {cube.name: frozenset(_named_by_cube(cube)) for cube in plan.cubes}
    headed = [view.name for view in plan.views] if plan.view_groups else []
    named |= {view.name: frozenset(_named_by_view(view, headed)) for view in plan.views}
    return {name: others - {name, SELF} for name, others in named.items()}


def affected(named: Mapping[str, Collection[str]], changed: Collection[str]) -> frozenset[str]:
    """The changed ones, all that name one of them, and whatever these need to compile at all.

    Names of what is gone may be among the changed.
    """
    roots = set(changed)
    queue = [name for name, others in named.items() if name in roots or roots & {*others}]
    found: set[str] = set()
    while queue:
        name = queue.pop()
        if name not in found and name in named:
            found.add(name)
            queue.extend(named[name])
    return frozenset(found)


def _named_by_cube(cube: CubePlan) -> Iterator[str]:
    yield from (join.name for join in cube.joins)
    if cube.extends:
        yield cube.extends
    members: tuple[Member, ...] = (*cube.dimensions, *cube.measures, *cube.segments)
    texts = [text for member in members for text in sql_of(member)]
    for text in (*texts, *(join.sql for join in cube.joins)):
        yield from (one.node for one in references(text) if one.node)
    for rollup in cube.pre_aggregations:
        for name in (*rollup.members, *rollup.rollups):
            yield name.partition(".")[0]


def _named_by_view(view: ViewPlan, headed: Collection[str]) -> Iterator[str]:
    if view.extends:
        yield view.extends
    yield from headed  # a heading compiles only with all that may stand under it
    for item in view.cubes:
        yield from item.join_path.split(".")
