"""One thing that is wrong with what somebody sent, as problems tell it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Generic, TypeVar

Code = TypeVar("Code", bound=StrEnum)
_SUGGESTIONS: Final = 3


@dataclass(frozen=True, slots=True)
class RequestFault(Generic[Code]):
    """One fault: `pointer` (RFC 6901) leads to it, `suggestions` are what may have been meant.

    `code` is a word that clients may rely on, of those that the request's grammar has.
    """

    pointer: str
    code: Code
    message: str
    suggestions: tuple[str, ...] = ()


def near(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known names that look most like it."""
    return tuple(difflib.get_close_matches(name, sorted({*map(str, known)}), n=_SUGGESTIONS))
