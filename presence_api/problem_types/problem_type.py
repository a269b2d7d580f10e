"""One kind of problem, told from its error class as `docs/reference/errors.md` tells it."""

import inspect
import re
from typing import Final

from msgspec import Struct

from metamodel.kernel.errors import RampartError

ROOT: Final = "/problems"
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


class ProblemType(Struct, frozen=True):
    """What is the same about all problems of a type; `type` is their member of that name."""

    type: str
    code: str
    title: str
    status: int
    meaning: str
    cure: str
    retryable: bool


def problem_type_of(error: type[RampartError], status: int) -> ProblemType:
    """As its class says."""
    return ProblemType(
        type_of(error),
        error.code,
        _HUMP.sub(" ", error.__name__).capitalize(),
        status,
        inspect.cleandoc(error.__doc__ or ""),
        error.hint,
        error.retryable,
    )


def type_of(error: type[RampartError]) -> str:
    """What problems of an error have as `type`: an address, relative to the service's."""
    return f"{ROOT}/{error.code.lower()}"
