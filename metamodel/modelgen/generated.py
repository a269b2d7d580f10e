"""The outcome of one generation: everything a publication stores and the landing check compares."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from metamodel.modelgen.rollup import Rollup


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

    def path_of(self, cube: str) -> str:
        """The file of a cube or a view."""
        path = f"cubes/{cube}.yml"
        return path if path in self.files else f"views/{cube}.yml"
