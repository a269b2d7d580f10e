"""What every lint rule is, and what it gives."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from metamodel.lint.subject import Subject
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

    def found(self, pointer: str, message: str, cure: str) -> Finding:
        """A finding of this rule, still without line and column."""
        return Finding(self.code, self.severity, pointer, message, cure)
