"""Views in Cube's words, with policies that show no more than the cubes do."""

from collections.abc import Iterator, Mapping

from metamodel.model.join_graph import JoinGraph
from metamodel.model.metamodel import Metamodel
from metamodel.model.view import DefaultFilter, Folder, View, ViewCube, ViewGroup, ViewMember
from metamodel.modelgen.cube_plan import CubePlan
from metamodel.modelgen.faults import PlanRefused
from metamodel.modelgen.member_plan import LinkFormatPlan
from metamodel.modelgen.plan_policies import EVERYTHING, stated_policy
from metamodel.modelgen.policy_plan import ALL, MembersPlan, PolicyPlan
from metamodel.modelgen.view_plan import (
    DefaultFilterPlan,
    FolderPathPlan,
    FolderPlan,
    ViewCubePlan,
    ViewGroupPlan,
    ViewMemberPlan,
    ViewPlan,
)


def views(model: Metamodel, graph: JoinGraph, cubes: tuple[CubePlan, ...]) -> tuple[ViewPlan, ...]:
    """Every view of a document."""
    by_name = {cube.name: cube for cube in cubes}
    return tuple(_view(item, graph, by_name) for item in model.views)


def view_groups(model: Metamodel) -> tuple[ViewGroupPlan, ...]:
    """The headings views stand under."""
    return tuple(_group(item) for item in model.view_groups)


def view_members(item: ViewCube, cube: str, members: tuple[str, ...]) -> dict[str, str]:
    """What a view takes from a cube: name in the view -> name in the cube."""
    named = {one.name: one.shown_as for one in item.members} or {name: name for name in members}
    prefix = f"{item.alias or cube}_" if item.prefix else ""
    return {f"{prefix}{shown}": name for name, shown in named.items() if name not in item.excludes}


def _view(item: View, graph: JoinGraph, cubes: Mapping[str, CubePlan]) -> ViewPlan:
    paths = {one.path: _path(item, one.path, graph) for one in item.cubes}
    stated = tuple(stated_policy(one) for one in item.access or ())
    return ViewPlan(
        name=item.name,
        extends=item.extends,
        title=item.title,
        description=item.description,
        public=None if item.public else False,
        view_groups=item.groups,
        cubes=tuple(_cube(one, paths[one.path]) for one in item.cubes),
        folders=tuple(_folder(one, item, graph) for one in item.folders),
        default_filters=tuple(_default_filter(one) for one in item.default_filters),
        access_policy=stated or tuple(_derived(item, paths, cubes)),
        meta=item.meta,
    )


def _path(view: View, path: str, graph: JoinGraph) -> str:
    cubes = []
    for name in path.split("."):
        if name not in graph.nodes:
            raise PlanRefused(view.name, f"`{name}` is neither an entity nor a role")
        cubes.append(graph.nodes[name].cube)
    return ".".join(cubes)


def _cube(item: ViewCube, path: str) -> ViewCubePlan:
    return ViewCubePlan(
        join_path=path,
        includes=tuple(_member(one) for one in item.members) or ALL,
        excludes=item.excludes,
        prefix=item.prefix,
        split=item.split,
        alias=item.alias,
    )


def _member(item: ViewMember) -> ViewMemberPlan:
    label = item.link_label
    form = LinkFormatPlan("link", label) if label else item.format
    return ViewMemberPlan(item.name, item.alias, item.title, item.description, form, item.meta)


def _folder(item: Folder, view: View, graph: JoinGraph) -> FolderPlan:
    paths = (FolderPathPlan(_path(view, path, graph)) for path in item.paths)
    inner = (_folder(one, view, graph) for one in item.folders)
    return FolderPlan(item.name, (*item.members, *paths, *inner))


def _default_filter(item: DefaultFilter) -> DefaultFilterPlan:
    one = item.condition
    operator = one.operator.value if one.operator else ""
    return DefaultFilterPlan(one.member or "", operator, one.values, item.unless)


def _group(item: ViewGroup) -> ViewGroupPlan:
    inner = tuple(_group(one) for one in item.groups)
    return ViewGroupPlan(item.name, item.title, item.description, (*item.views, *inner))


def _derived(
    view: View, paths: Mapping[str, str], cubes: Mapping[str, CubePlan]
) -> Iterator[PolicyPlan]:
    """A policy for each group: Cube forgets what its cubes hide once a view shows it.

    Rows are filtered by the cubes all the same. What only a condition opens stays closed here.
    """
    taken = [(item, cubes[path.rpartition(".")[2]]) for item, path in _taken(view, paths)]
    groups = dict.fromkeys(
        group for _, cube in taken for policy in _policies(cube, cubes) for group in policy.groups
    )
    for group in groups:
        hidden: list[str] = []
        masked: list[str] = []
        for item, cube in taken:
            mine = [one for one in _policies(cube, cubes) if group in one.groups]
            for shown, name in view_members(item, cube.name, _names(cube, cubes)).items():
                if any(_grants(one.member_level, name) for one in mine if not one.conditions):
                    continue
                hidden.append(shown)
                if any(one.member_masking and _grants(one.member_masking, name) for one in mine):
                    masked.append(shown)
        masking = MembersPlan(tuple(masked)) if masked else None
        yield PolicyPlan(
            (group,), MembersPlan(ALL, tuple(hidden)), EVERYTHING, member_masking=masking
        )


def _taken(view: View, paths: Mapping[str, str]) -> Iterator[tuple[ViewCube, str]]:
    for item in view.cubes:
        yield item, paths[item.path]


def _policies(cube: CubePlan, cubes: Mapping[str, CubePlan]) -> tuple[PolicyPlan, ...]:
    """A cube's own, or those of the cube it extends."""
    return cube.access_policy or (cubes[cube.extends].access_policy if cube.extends else ())


def _names(cube: CubePlan, cubes: Mapping[str, CubePlan]) -> tuple[str, ...]:
    source = cubes[cube.extends] if cube.extends else cube
    named = (source.dimensions, source.measures, source.segments)
    return tuple(item.name for items in named for item in items)


def _grants(members: MembersPlan, name: str) -> bool:
    return name not in members.excludes and (members.includes == ALL or name in members.includes)
