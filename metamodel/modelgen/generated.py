"""The outcome of one generation: everything a publication stores and the landing check compares."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from metamodel.modelgen.rollup import Rollup

VIEW_GROUPS = "views/view_groups.yml"
"""The file of the headings that views stand under."""


@dataclass(frozen=True, slots=True)
class GeneratedModel:
    """One metamodel rendered for Cube. Paths are relative to the model folder, `/`-separated."""

    name: str
    spec_version: str
    version: str  # `<name>-<first 16 hex of the hash of all cube_fp>`
    engine: str  # Cube's version and planner, as in rollup_fp: `1.7.43 stand-in`
    files: Mapping[str, str]
    source_files: Mapping[str, str]  # the same without pre-aggregations
    cube_fps: Mapping[str, str]  # of cubes and views
    entity_fps: Mapping[str, str]
    rollups: tuple[Rollup, ...]
    # Queries that must plan, by cube name, and by `cube.rollup` those that must hit that rollup.
    probes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()  # members, `cube.member`, that no query may name
    neighbours: Mapping[str, frozenset[str]] = field(default_factory=dict)  # whom each one names

    def files_of(self, names: Collection[str]) -> dict[str, str]:
        """The files of some cubes and views; headings come along when all views do."""
        paths = {self.path_of(name) for name in names}
        if self.views and self.views <= {*names}:
            paths.add(VIEW_GROUPS)
        return {path: text for path, text in self.files.items() if path in paths}

    @property
    def views(self) -> frozenset[str]:
        """The names of all views."""
        cubes = {path for path in self.files if path.startswith("cubes/")}
        return frozenset(name for name in self.cube_fps if f"cubes/{name}.yml" not in cubes)

    def path_of(self, cube: str) -> str:
        """The file of a cube or a view."""
        path = f"cubes/{cube}.yml"
        return path if path in self.files else f"views/{cube}.yml"
