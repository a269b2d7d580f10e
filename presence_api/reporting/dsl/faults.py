"""What is wrong with a request: every fault at once, each with its place."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final

from metamodel.kernel.errors import RampartError
from presence_api.request_fault import RequestFault, near

MOST_FAULTS: Final = 100
_SHOWN_CHARACTERS: Final = 80


class FaultCode(StrEnum):
    """The kinds of faults; clients may rely on these words."""

    UNSUPPORTED_VERSION = "unsupported-version"
    UNKNOWN_FIELD = "unknown-field"
    MISSING = "missing"
    WRONG_TYPE = "wrong-type"
    OUT_OF_RANGE = "out-of-range"
    UNKNOWN_NAME = "unknown-name"
    AMBIGUOUS_NAME = "ambiguous-name"
    DOUBLED = "doubled"
    UNFIT = "unfit"  # each part is right by itself, together they are not
    CONTRADICTION = "contradiction"  # no row could meet it


@dataclass(frozen=True, slots=True)
class Fault(RequestFault[FaultCode]):
    """One fault of a request for a report."""


class ReportRefused(RampartError):
    """A request for a report has faults; each is in `faults`."""

    code: ClassVar[str] = "RPT-101"
    hint: ClassVar[str] = "Every fault names its place in the request as a JSON pointer."

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return "; ".join(f"{item.pointer or '/'}: {item.message}" for item in self.faults)


class Faults:
    """The faults found so far; after the first hundred nobody counts."""

    def __init__(self) -> None:
        self._found: dict[Fault, None] = {}

    @property
    def found(self) -> tuple[Fault, ...]:
        """All of them, in the order in which they were found."""
        return tuple(self._found)

    def add(self, at: str, code: FaultCode, message: str) -> None:
        """One more."""
        self.keep(Fault(at, code, message))

    def unknown(self, at: str, code: FaultCode, name: str, known: Iterable[str]) -> None:
        """A name that means nothing here, with those that it may have been meant for."""
        if len(self._found) < MOST_FAULTS:
            message = f"there is no `{shown(name)}` here"
            self.keep(Fault(at, code, message, near(name, known)))

    def keep(self, fault: Fault) -> None:
        """One that somebody else has put into words."""
        if len(self._found) < MOST_FAULTS:
            self._found[fault] = None

    def refuse(self) -> None:
        """Raises ReportRefused if there are any."""
        if self._found:
            raise ReportRefused(self.found)


def shown(name: str) -> str:
    """A name as messages repeat it: not longer than people read."""
    return name if len(name) <= _SHOWN_CHARACTERS else f"{name[:_SHOWN_CHARACTERS]}..."
