"""A document that is being edited: each good save is generated, compiled and written at once."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from metamodel.compat.change import Change
from metamodel.compat.diff import diff
from metamodel.kernel.errors import RampartError
from metamodel.kernel.memory import Memory
from metamodel.lint.runner import lint
from metamodel.model.finding import Finding
from metamodel.model.metamodel import Metamodel
from metamodel.model.reader import Reader
from metamodel.modelgen.generate import generate
from metamodel.modelgen.generated import VIEW_GROUPS, GeneratedModel
from metamodel.modelgen.neighbours import affected
from orchestration.flows.prepare_model import ModelSource, compile_model
from orchestration.ports.compiler import ModelCompiler

Write = Callable[[Mapping[str, str], Collection[str]], tuple[str, ...]]
"""Makes the folder hold files; told which paths may differ, gives those that did."""


@dataclass(frozen=True, slots=True)
class WatchStep:
    """What became of one save. Without `model` it was refused, and the one before still holds."""

    model: GeneratedModel | None = None
    document: str = ""
    findings: tuple[Finding, ...] = ()
    changes: tuple[Change, ...] = ()
    compiled: frozenset[str] = frozenset()
    written: tuple[str, ...] = ()
    refused: RampartError | None = None


@dataclass(slots=True)
class ModelWatch:
    """Looks at the sources again and again; works only on what has changed since."""

    compiler: ModelCompiler | None  # None: what is generated is written uncompiled
    write: Write
    today: Callable[[], date]
    _reader: Reader = field(default_factory=Reader)
    _memory: Memory = field(default_factory=Memory)
    _seen: ModelSource | None = None
    _good: tuple[Metamodel, GeneratedModel] | None = None

    def look(self, source: ModelSource, committed: Mapping[str, str]) -> WatchStep | None:
        """What became of these texts; None if they are the same as last time.

        `committed` is what the folder holds; it matters the first time only.
        """
        if source == self._seen:
            return None
        self._seen = source
        loaded = self._reader.read(source.document, source.path)
        findings = tuple(lint(loaded, self.today()))
        if loaded.model is None or any(item.severity.blocks for item in findings):
            return WatchStep(findings=findings)
        try:
            return self._follow(loaded.model, source, committed, findings)
        except RampartError as error:
            return WatchStep(findings=findings, refused=error)

    def _follow(
        self,
        document: Metamodel,
        source: ModelSource,
        committed: Mapping[str, str],
        findings: tuple[Finding, ...],
    ) -> WatchStep:
        model = generate(
            document,
            templates=source.templates,
            overlays=source.overlays,
            engine=source.engine,
            memory=self._memory,
        )
        held = self._good[1].files if self._good else committed
        paths = {path for path in {*held, *model.files} if held.get(path) != model.files.get(path)}
        compiled = self._compile(model, paths)
        written = self.write(model.files, paths) if paths else ()
        changes = diff(self._good[0], document) if self._good else ()
        self._good = (document, model)
        return WatchStep(model, source.document, findings, changes, compiled, written)

    def _compile(self, model: GeneratedModel, paths: Collection[str]) -> frozenset[str]:
        """Compile what these files may have broken; which cubes and views that were."""
        if self.compiler is None or not paths:
            return frozenset()
        changed = {path.rpartition("/")[2].removesuffix(".yml") for path in paths}
        if VIEW_GROUPS in paths:
            changed |= model.views
        only = affected(model.neighbours, changed)
        if only:
            compile_model(model, self.compiler, only)
        return only
