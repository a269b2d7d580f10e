"""What is wrong with a document, where, and what cures it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from metamodel.model.edit import Edit
from metamodel.model.positions import Position, nearest


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    FUTURE_ERROR = "future_error"  # accepted now, an error in the next format version
    WARNING = "warning"
    INFO = "info"

    @property
    def blocks(self) -> bool:
        """Does a document with such a finding generate nothing?"""
        return self is Severity.ERROR

    @property
    def fails(self) -> bool:
        """Does a check that found it fail? What is only worth knowing fails nothing."""
        return self is not Severity.INFO


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault at one place of one document."""

    code: str
    severity: Severity
    pointer: str  # RFC 6901
    message: str
    cure: str
    line: int = 0  # from 1; 0: not known
    column: int = 0
    path: str = ""
    edits: tuple[Edit, ...] = ()  # what cures it, where a program can

    def located(self, positions: Mapping[str, Position], path: str) -> "Finding":
        """The same with file, line and column, those of the nearest known ancestor."""
        if self.line:
            return replace(self, path=path)
        position = nearest(positions, self.pointer)
        return replace(self, line=position.line, column=position.column, path=path)

    @property
    def text(self) -> str:
        """Two lines: `path:line:column: severity CODE message`, then the cure."""
        place = f"{self.path}:{self.line}:{self.column}"
        return f"{place}: {self.severity} {self.code} {self.message}\n    {self.cure}"

    @property
    def order(self) -> tuple[int, int, str, str, str]:
        """Sort key: place, then code, then words."""
        return (self.line, self.column, self.code, self.pointer, self.message)
