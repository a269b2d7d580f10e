"""Generate and compile, and compare with what is committed; nothing is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from metamodel.modelgen.generated import GeneratedModel
from orchestration.flows.prepare_model import ModelSource, compile_model, generate_model
from orchestration.ports.compiler import Compilation, ModelCompiler


@dataclass(frozen=True, slots=True)
class CheckedGeneration:
    """A generation that compiles, and the paths whose committed text differs from it."""

    model: GeneratedModel
    compilation: Compilation
    differing: tuple[str, ...]


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
    found = differing(model.files, committed()) if committed else ()
    return CheckedGeneration(model, compilation, found)


def differing(generated: Mapping[str, str], committed: Mapping[str, str]) -> tuple[str, ...]:
    """Paths that are missing, superfluous or different, sorted."""
    return tuple(
        sorted(
            path for path in {*generated, *committed} if generated.get(path) != committed.get(path)
        )
    )
