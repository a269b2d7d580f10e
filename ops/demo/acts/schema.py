"""Act d: the metamodel becomes what Cube serves; a second version, a way back, a broken third."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Self

from metamodel.kernel.errors import RampartError
from metamodel.model.load import DocumentRefused
from metamodel.modelgen.generated import GeneratedModel
from ops.demo.stage import Stage
from ops.demo.telling import Line, require
from orchestration.flows.check_generation import check_generation
from orchestration.flows.prepare_model import ModelSource, lint_document
from orchestration.flows.publish_model import roll_back_model
from orchestration.ports.cube import Caller

_COUNT = {"measures": ["orders.count"], "timezone": "UTC"}
_NEW = {"name": "max_discount", "type": "max", "expression": "{discount}", "title": "Highest"}
_FAULTY = {
    "name": "nonsense",
    "type": "sum",
    "expression": "{no_such_attribute}",
    "title": "Nonsense",
}


def tell_schema(stage: Stage) -> Iterator[Line]:
    """Lint, generate, compile; then publish through Dagster."""
    loaded, findings = lint_document(stage.source)
    model = loaded.require()
    require(not findings, f"{len(findings)} findings, the first: {findings[:1]}")
    measures = sum(len(entity.measures) for entity in model.entities)
    yield Line(
        "d1",
        "lints metamodel/documents/tpch.json",
        f"no finding in {len(model.entities)} entities, {len(model.relations)} relations,"
        f" {measures} measures",
    )
    checked = check_generation(stage.source, stage.platform.compiler, stage.platform.committed)
    require(not checked.differing, f"committed files differ: {checked.differing}")
    yield Line(
        "d2",
        "generates cube_models/model/ and compiles it with Cube's own compiler",
        f"{len(checked.model.files)} files as committed, {len(checked.compilation.plans)} probes"
        f" planned (Cube {checked.compilation.engine} planner)",
    )
    yield _publish_in_dagster(stage, checked.model)


def tell_versions(stage: Stage) -> Iterator[Line]:
    """Two versions side by side, back again, and a third that is refused."""
    first = stage.version
    with _Watcher(stage, first) as watcher:
        second = stage.publish(_with_measure(stage.source, _NEW, "1.1.0"))
        version = second.publication.version
        rows = stage.load({"measures": ["lineitem.max_discount"], "timezone": "UTC"})
        require(stage.version == version != first, "the second version does not serve")
    yield Line(
        "d4",
        "publishes a second version with a new measure beside it",
        f"{version} serves lineitem.max_discount = {rows[0]['lineitem.max_discount']},"
        f" {second.built_partitions} partitions rebuilt; {watcher.words}",
    )
    with _Watcher(stage, first) as watcher:
        back = roll_back_model(stage.source.name, stage.platform.publish, run_id="demo")
        require(stage.version == first, "the first version does not serve again")
    yield Line(
        "d5",
        "rolls back",
        f"{first} serves again as publication {back.publication.seq}; {watcher.words}",
    )
    with _Watcher(stage, first) as watcher:
        words = _refused(stage)
        require(stage.version == first, "the broken version serves")
    yield Line("d6", "tries a broken third", f"{words}; {watcher.words}")


def _publish_in_dagster(stage: Stage, model: GeneratedModel) -> Line:
    run = stage.dagster.materialize(["metamodel", "cube", "cube_model"])
    head = run.head
    require(head.status == "SUCCESS", f"Dagster's run {head.run_id} is {head.status}")
    wrong = sorted(name for name, passed in run.checks.items() if not passed)
    require(not wrong, f"checks failed: {wrong}")
    require(stage.version == model.version, f"{stage.version} serves, not {model.version}")
    figures = run.figures[f"cube_model/{model.name}"]
    return Line(
        "d3",
        "publishes it by materializing cube_model/tpch in Dagster",
        f"{model.version} serves, {figures['partitions_built']} partitions built"
        f" ({figures['rows_built']} rows), {len(run.checks)} checks passed",
    )


def _with_measure(source: ModelSource, measure: dict[str, Any], spec_version: str) -> ModelSource:
    document = json.loads(source.document)
    document["specVersion"] = spec_version
    lineitem = next(item for item in document["entities"] if item["name"] == "lineitem")
    lineitem["measures"].append(measure)
    return replace(source, document=json.dumps(document))


def _refused(stage: Stage) -> str:
    try:
        stage.publish(_with_measure(stage.source, _FAULTY, "1.2.0"))
    except DocumentRefused as refused:
        first = refused.findings[0]
        return (
            f"refused, findings {len(refused.findings)}: {first.code} at line {first.line},"
            f" {first.pointer}"
        )
    require(held=False, words="the broken version was published")
    return ""


class _Watcher:
    """Asks a version the same question again and again, from another thread."""

    def __init__(self, stage: Stage, version: str) -> None:
        self._stage, self._version = stage, version
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._answers, self._errors = 0, [""]

    @property
    def words(self) -> str:
        """How the version served meanwhile."""
        return f"meanwhile {self._version} gave {self._answers} answers, no error"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        require(self._errors == [""], f"{self._version} failed meanwhile: {self._errors[-1]}")
        require(self._answers, f"{self._version} was never asked")

    def _watch(self) -> None:
        cube, caller = self._stage.platform.build.cube, Caller(self._version)
        while not self._stop.is_set():
            try:
                rows = cube.load(_COUNT, caller).rows
                require(int(rows[0]["orders.count"]) >= 15000, f"it counted {rows}")  # noqa: PLR2004
                self._answers += 1
            except RampartError as error:
                self._errors.append(error.explain())
            self._stop.wait(0.2)
