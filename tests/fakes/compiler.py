"""A compiler that accepts everything, or refuses with what it is told to."""

from collections.abc import Mapping
from typing import Any

from orchestration.ports.compiler import Compilation, ModelRefused, PlannedQuery


class FakeCompiler:
    """Answers a rollup's probe from the rollup unless it is in `missed`; refuses with `faults`."""

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        self.missed: set[str] = set()
        self.compiled: list[Mapping[str, str]] = []

    def compile(
        self, files: Mapping[str, str], queries: Mapping[str, Mapping[str, Any]]
    ) -> Compilation:
        self.compiled.append(files)
        if self.faults:
            raise ModelRefused(self.faults)
        plans = {name: PlannedQuery("SELECT 1", (), self._used(name)) for name in queries}
        meta = tuple(_cube(path) for path in files)
        return Compilation(meta, plans, "1.7.43 stand-in")

    def _used(self, name: str) -> tuple[str, ...]:
        return (name,) if "." in name and name not in self.missed else ()


def _cube(path: str) -> dict[str, Any]:
    name = path.rpartition("/")[2].removesuffix(".yml")
    return {"name": name, "measures": [{"name": f"{name}.count"}], "dimensions": []}
