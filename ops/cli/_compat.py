"""The step from one revision of a document to another, told and judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from metamodel.compat.change import Change
from metamodel.compat.diff import diff
from metamodel.compat.gate import gate
from metamodel.compat.report import as_json, as_table
from metamodel.model.finding import Finding
from metamodel.model.load import load
from metamodel.model.metamodel import Metamodel
from ops.cli._revisions import metamodel_at


@dataclass(frozen=True, slots=True)
class Step:
    """Two revisions and what lies between them."""

    before: Metamodel
    after: Metamodel
    changes: tuple[Change, ...]

    @classmethod
    def between(cls, before: Metamodel, after: Metamodel) -> "Step":
        """The step from one to the other."""
        return cls(before, after, diff(before, after))

    def shown(self, form: str) -> str:
        """The changes as a table, or as one JSON object."""
        if form == "json":
            return as_json(self.before, self.after, self.changes)
        return as_table(self.changes) or "no change\n"


def step_between(old: str, new: str, document: Path) -> Step:
    """From one revision to another. Raises RevisionUnknown, DocumentRefused."""
    return Step.between(metamodel_at(old, document), metamodel_at(new, document))


def step_findings(
    against: str, document: Path, *, accept_security: bool
) -> tuple[Step, Sequence[Finding]]:
    """From a revision to the document as it lies there, and what forbids the step."""
    loaded = load(document.read_text(encoding="utf-8"), str(document))
    step = Step.between(metamodel_at(against, document), loaded.require())
    found = gate(step.before, step.after, step.changes, accept_security=accept_security)
    return step, [item.located(loaded.positions, str(document)) for item in found]


__all__ = ["Step", "step_between", "step_findings"]
