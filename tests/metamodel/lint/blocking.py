"""Findings that forbid generation; what is left is advice."""

from metamodel.lint.runner import lint
from metamodel.model.finding import Finding
from metamodel.model.load import Loaded


def blocking(loaded: Loaded) -> list[Finding]:
    """The errors of a document."""
    return [finding for finding in lint(loaded) if finding.severity.blocks]
