"""What a version makes stale of the one before: cubes, pre-aggregations and cached answers.

By hashes alone, so that it is known of every version that was ever published.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from metamodel.modelgen.rollup import Rollup


@dataclass(frozen=True, slots=True)
class VersionHashes:
    """What a published version says of itself."""

    spec_version: str = ""
    cube_fps: Mapping[str, str] | None = None
    entity_fps: Mapping[str, str] | None = None
    rollups: tuple[Rollup, ...] = ()


@dataclass(frozen=True, slots=True)
class Consequences:
    """Names, each list sorted; a rollup is `cube.name`."""

    added_cubes: tuple[str, ...] = ()
    changed_cubes: tuple[str, ...] = ()
    removed_cubes: tuple[str, ...] = ()
    changed_entities: tuple[str, ...] = ()  # new, different or gone
    rebuilt_rollups: tuple[str, ...] = ()  # no table of the version before serves them
    kept_rollups: tuple[str, ...] = ()  # the same tables serve on
    dropped_rollups: tuple[str, ...] = ()  # their tables serve nothing of this version
    clears_cache: bool = False  # major or minor rose or fell: it is part of every cached answer

    @property
    def stale_cubes(self) -> tuple[str, ...]:
        """Those whose cached answers nobody finds any more."""
        return tuple(sorted({*self.changed_cubes, *self.removed_cubes}))


def consequences(before: VersionHashes | None, after: VersionHashes) -> Consequences:
    """What `after` makes stale of `before`; None: there was no version before."""
    old = before or VersionHashes()
    was, now = dict(old.cube_fps or {}), dict(after.cube_fps or {})
    entities, entities_now = dict(old.entity_fps or {}), dict(after.entity_fps or {})
    built = {item.rollup_fp for item in old.rollups}
    wanted = {item.rollup_fp for item in after.rollups}
    return Consequences(
        added_cubes=_sorted(now.keys() - was.keys()),
        changed_cubes=_sorted(name for name in now.keys() & was.keys() if now[name] != was[name]),
        removed_cubes=_sorted(was.keys() - now.keys()),
        changed_entities=_sorted(
            name
            for name in entities.keys() | entities_now.keys()
            if entities.get(name) != entities_now.get(name)
        ),
        rebuilt_rollups=_sorted(i.path for i in after.rollups if i.rollup_fp not in built),
        kept_rollups=_sorted(i.path for i in after.rollups if i.rollup_fp in built),
        dropped_rollups=_sorted(i.path for i in old.rollups if i.rollup_fp not in wanted),
        clears_cache=before is not None and _line(old.spec_version) != _line(after.spec_version),
    )


def _line(version: str) -> list[str]:
    """Major and minor."""
    return version.split(".")[:2]


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names))
