"""What every lint rule is, and what it gives."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import ClassVar

from metamodel.lint.subject import Subject
from metamodel.model.edit import Edit
from metamodel.model.finding import Finding, Severity

__all__ = ["Finding", "LintRule", "Severity"]


class LintRule(ABC):
    """One fault a document can have.

    The docstring of a rule is its reference page: what it means, why it matters, a bad example
    and a good one. A rule is switched off by `enabled = False` with the reason in `why_off`.
    """

    code: ClassVar[str]
    severity: ClassVar[Severity] = Severity.ERROR
    enabled: ClassVar[bool] = True
    why_off: ClassVar[str] = ""

    @abstractmethod
    def check(self, subject: Subject) -> Iterator[Finding]:
        """Every place of the document that has the fault; never raises for what it says."""

    def review(
        self,
        subject: Subject,  # noqa: ARG002 - of most rules nothing
        findings: Sequence[Finding],  # noqa: ARG002
    ) -> Iterator[Finding]:
        """What is wrong in view of all that the rules have found."""
        yield from ()

    def found(self, pointer: str, message: str, cure: str, *edits: Edit) -> Finding:
        """A finding of this rule, still without line and column; `edits` cure it."""
        return Finding(self.code, self.severity, pointer, message, cure, edits=edits)
