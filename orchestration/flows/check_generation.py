"""Generate and compile, and compare with what is committed; nothing is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from metamodel.model.finding import Finding, Severity
from metamodel.modelgen.generated import GeneratedModel
from orchestration.flows.prepare_model import ModelSource, compile_model, generate_model
from orchestration.ports.compiler import Compilation, ModelCompiler

STALE = "GEN-102"
MODEL_FOLDER = "cube_models/model"
CURE = "`rampart modelgen generate`"


@dataclass(frozen=True, slots=True)
class CheckedGeneration:
    """A generation that compiles, and a finding for each committed file that differs from it."""

    model: GeneratedModel
    compilation: Compilation
    stale: Mapping[str, Finding]  # by path in the model folder, sorted

    @property
    def differing(self) -> tuple[str, ...]:
        """The paths."""
        return tuple(self.stale)


def check_generation(
    source: ModelSource,
    compiler: ModelCompiler,
    committed: Callable[[], Mapping[str, str]] | None,
) -> CheckedGeneration:
    """Without `committed` nothing differs: there is nothing to compare with.

    Raises DocumentRefused, ModelRefused, RollupMissed, CompilerUnavailable.
    """
    model = generate_model(source)
    compilation = compile_model(model, compiler)
    stale = stale_files(model.files, committed()) if committed else {}
    return CheckedGeneration(model, compilation, stale)


def stale_files(generated: Mapping[str, str], committed: Mapping[str, str]) -> dict[str, Finding]:
    """What is missing, superfluous or different, each with the first line that is not right."""
    paths = sorted({*generated, *committed})
    return {
        path: _stale(path, generated.get(path), committed.get(path))
        for path in paths
        if generated.get(path) != committed.get(path)
    }


def _stale(path: str, wanted: str | None, present: str | None) -> Finding:
    if wanted is None:
        message = "the metamodel generates no such file"
    elif present is None:
        message = "the metamodel generates this file, and it is not there"
    else:
        message = "the file is not what the metamodel generates"
    line = _first_difference(wanted or "", present or "")
    file = f"{MODEL_FOLDER}/{path}"
    return Finding(STALE, Severity.ERROR, "", message, CURE, line, 1, file)


def _first_difference(wanted: str, present: str) -> int:
    pairs = zip_longest(wanted.splitlines(), present.splitlines())
    return next((at for at, (left, right) in enumerate(pairs, 1) if left != right), 1)
