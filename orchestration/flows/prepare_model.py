"""From a document's text to a model that lint, Cube's compiler and its planner have passed."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from metamodel.kernel.clock import SystemClock
from metamodel.kernel.errors import RampartError
from metamodel.lint.runner import lint
from metamodel.model.finding import Finding
from metamodel.model.load import DocumentRefused, Loaded, load
from metamodel.modelgen.generate import generate
from metamodel.modelgen.generated import GeneratedModel
from metamodel.modelgen.probes import cube_of, missed_rollups
from orchestration.flows.publish_model import PreparedModel
from orchestration.ports.compiler import Compilation, ModelCompiler


class RollupMissed(RampartError):
    """A query made of nothing but a rollup's own members is not answered from the rollup."""

    code = "GEN-101"
    hint = "Look at the rollup's members: Cube's planner does not match them to it."


@dataclass(frozen=True, slots=True)
class ModelSource:
    """Everything a generation depends on, as texts."""

    path: str
    document: str
    templates: Mapping[str, str]
    overlays: Mapping[str, str]
    engine: str

    @property
    def name(self) -> str:
        """The metamodel's name. Raises DocumentRefused for a text that is no metamodel."""
        return load(self.document, self.path).require().name


def lint_document(
    source: ModelSource, today: date | None = None
) -> tuple[Loaded, tuple[Finding, ...]]:
    """The document, and all findings of all rules; never raises for what the document says.

    `today` decides about exemptions; default: the day it is.
    """
    loaded = load(source.document, source.path)
    return loaded, tuple(lint(loaded, today or SystemClock().now().date()))


def generate_model(source: ModelSource) -> GeneratedModel:
    """Lint, then render. Raises DocumentRefused with every finding if one of them blocks."""
    findings = lint_document(source)[1]
    if any(finding.severity.blocks for finding in findings):
        raise DocumentRefused(findings)
    return outline_model(source)


def outline_model(source: ModelSource) -> GeneratedModel:
    """Render without lint: what a code location shows, also of a model that may not be published.

    Raises DocumentRefused only for a text that is no metamodel at all.
    """
    model = load(source.document, source.path).require()
    return generate(
        model, templates=source.templates, overlays=source.overlays, engine=source.engine
    )


def compile_model(
    model: GeneratedModel, compiler: ModelCompiler, only: Collection[str] | None = None
) -> Compilation:
    """Compile with Cube's own compiler and plan a probe for each cube and rollup.

    `only` names cubes and views that need no others, as `affected` finds them; default: all. Raises
    ModelRefused, RollupMissed, CompilerUnavailable.
    """
    files, probes = model.files, dict(model.probes)
    if only is not None:
        files = model.files_of(only)
        probes = {name: query for name, query in probes.items() if cube_of(name) in only}
    compilation = compiler.compile(files, probes)
    used = {name: plan.used_rollups for name, plan in compilation.plans.items()}
    missed = missed_rollups(probes, used)
    if missed:
        raise RollupMissed(*missed)
    return compilation


def prepare_model(source: ModelSource, compiler: ModelCompiler) -> PreparedModel:
    """All that a publish asks for before anything is written."""
    model = generate_model(source)
    compile_model(model, compiler)
    return PreparedModel(model, json.loads(source.document))
