"""What is wrong with what somebody sent: all of it, each fault at its place."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from metamodel.kernel.errors import RampartError
from metamodel.model.positions import pointer
from presence_api.request_fault import RequestFault, near


class FaultCode(StrEnum):
    """The kinds of fault, for programs."""

    WRONG_SHAPE = "wrong-shape"
    UNKNOWN_KEY = "unknown-key"
    UNKNOWN_ATTRIBUTE = "unknown-attribute"
    MASKED_ATTRIBUTE = "masked-attribute"
    UNFIT_ATTRIBUTE = "unfit-attribute"
    APART = "never-shown-together"
    TWICE = "said-twice"
    UNKNOWN_OPERATOR = "unknown-operator"
    UNFIT_VALUE = "unfit-value"
    OUT_OF_BOUNDS = "out-of-bounds"
    NOT_EDITABLE = "not-editable"


@dataclass(frozen=True, slots=True)
class Fault(RequestFault[FaultCode]):
    """One fault of a request about rows."""


class RequestInvalid(RampartError):
    """A request has faults: they are all in `faults`, in the order of the request."""

    code: ClassVar[str] = "ENT-004"
    hint: ClassVar[str] = "Correct what the faults' pointers lead to."

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return f"{len(self.faults)} faults: " + "; ".join(
            f"{fault.pointer or '/'} {fault.message}" for fault in self.faults[:3]
        )


class Faults:
    """Collects faults while a request is read."""

    def __init__(self) -> None:
        self._found: list[Fault] = []

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._found)

    def __bool__(self) -> bool:
        """Is there any?"""
        return bool(self._found)

    def add(
        self, pointer: str, code: FaultCode, message: str, suggestions: tuple[str, ...] = ()
    ) -> None:
        """One more."""
        self._found.append(Fault(pointer, code, message, suggestions))

    def unknown(self, pointer: str, code: FaultCode, name: object, known: Collection[str]) -> None:
        """A name that nobody knows, with those that may have been meant."""
        shown = str(name)[:100]
        self.add(pointer, code, f"`{shown}` is not known here", near(shown, known))

    def check(self) -> None:
        """Raises RequestInvalid if there are any."""
        if self._found:
            raise RequestInvalid(tuple(self._found))


def object_of(
    said: Any,
    known: Collection[str],
    pointer: str,
    faults: Faults,
    wanted: str = "an object is wanted",
) -> Mapping[str, Any] | None:
    """An object in which each key that is not `known` is a fault; None: it is none at all."""
    if not isinstance(said, Mapping):
        faults.add(pointer, FaultCode.WRONG_SHAPE, wanted)
        return None
    for key in said:
        if key not in known:
            faults.unknown(below(pointer, key), FaultCode.UNKNOWN_KEY, key, known)
    return said


def below(place: str, step: str | int) -> str:
    """The pointer to what is at `step` within what `place` leads to."""
    return f"{place}{pointer(step)}"
