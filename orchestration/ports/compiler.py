"""Cube's own compiler, without a server."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from metamodel.kernel.errors import RampartError


class CompilerUnavailable(RampartError):
    """The compiler could not be run at all; whether the model is good is not known."""

    code = "CMP-001"
    hint = "Install the Cube server's packages (`make setup`)."
    exit_code = 3


class ModelRefused(RampartError):
    """Cube's compiler or planner refuses the model; each of its complaints is in `faults`."""

    code = "CMP-002"
    hint = "Each line names cube and member; correct the metamodel and generate again."

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return "; ".join(self.faults)

    def explain(self) -> str:
        """Every complaint on a line of its own."""
        lines = (f"{self.code} {fault}" for fault in self.faults)
        return "\n".join([*lines, f"hint: {self.hint}"])


@dataclass(frozen=True, slots=True)
class PlannedTable:
    """The table of a rollup as Cube would make it."""

    rollup: str  # `cube.name`
    name: str  # without the suffix that tells partitions and versions
    statements: tuple[str, ...]  # each with its parameters, as JSON


@dataclass(frozen=True, slots=True)
class PlannedQuery:
    """What the planner makes of one query."""

    sql: str
    params: tuple[Any, ...]
    used_rollups: tuple[str, ...]  # `cube.name`
    tables: tuple[PlannedTable, ...] = ()  # those it would read


@dataclass(frozen=True, slots=True)
class Compilation:
    """A model that compiles: what `/v1/meta` would list, and the plan of each query asked for."""

    meta: tuple[Mapping[str, Any], ...]
    plans: Mapping[str, PlannedQuery]
    engine: str  # Cube's version and planner: `1.7.43 stand-in` or `1.7.43 native`


class ModelCompiler(Protocol):
    """Compiles a model folder's files and plans queries on it."""

    def compile(
        self, files: Mapping[str, str], queries: Mapping[str, Mapping[str, Any]]
    ) -> Compilation:
        """Compile all files, then plan every named query.

        Raises ModelRefused with every fault the compiler or the planner found, CompilerUnavailable.
        """
        ...
