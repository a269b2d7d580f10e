"""Which cubes an answer depends on."""

from collections.abc import Iterable

from metamodel.modelgen.closure import Index, join_path


def touched_cubes(index: Index, root: str, members: Iterable[str]) -> frozenset[str]:
    """The cubes of members, `cube.member`, of all that their SQL refers to, and on the ways there.

    `root` is the cube that rows are joined from.
    """
    found = {root}
    for name in members:
        own = name.partition(".")[0]
        for reached in index.reach([name]):
            cube = reached.partition(".")[0]
            found |= {own, cube}
            # What lies above is joined; what lies below is asked in a sub-query of its own.
            for origin, target in ((root, cube), (own, cube), (cube, own)):
                way = join_path(index.plan, origin, target) or ()
                found |= {step.name for _, step in way}
    return frozenset(found)
