"""The texts of a column as values of its type: none is rounded, and none is guessed."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Context, Decimal, Inexact, localcontext
from typing import ClassVar, Final

from metamodel.kernel.errors import RampartError

Texts = Sequence[str | None]
"""None: no value; of such there is none either."""
_NUMERALS: Final = re.compile(r"[0-9.eE+-]*")
_MOMENT: Final = re.compile(
    r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d:\d\d(\.\d{1,3}0*)?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)
_TRUTHS: Final = {"true": True, "false": False}
_EXACT: Final = Context(prec=200, traps=[Inexact])
_INT64_DIGITS: Final = 19
_INT64: Final = range(-(1 << 63), 1 << 63)


class ValueUnfit(RampartError):
    """A report's column has a value that the type of the column cannot hold as it is.

    Integers have 64 bits, decimals up to 76 digits, moments milliseconds.
    """

    code: ClassVar[str] = "RPT-217"
    hint: ClassVar[str] = (
        "Ask for JSON or CSV, which show values as Cube gives them; then compare the column's type"
        " in the metamodel with what it holds."
    )

    def __init__(self, column: str, wanted: str) -> None:
        super().__init__(column, wanted)

    def __str__(self) -> str:
        return f"`{self.args[0]}` has a value that does not fit the type `{self.args[1]}`"


def decimals(texts: Texts) -> list[Decimal | None]:
    """Every digit is kept. Raises ValueError, ArithmeticError."""
    if not _NUMERALS.fullmatch("".join(filter(None, texts))):
        raise ValueError("Decimal reads more than numbers: `NaN`, `1_000`, digits of any script")
    return [None if text is None else Decimal(text) for text in texts]


def integers(texts: Texts) -> list[int | None]:
    """Of 64 bits. Raises ValueError, ArithmeticError."""
    return [None if number is None else _integer(number) for number in decimals(texts)]


def moments(texts: Texts) -> list[datetime | None]:
    """In UTC, as is what has no zone, to the millisecond. Raises ValueError, OverflowError."""
    return [None if text is None else _moment(text) for text in texts]


def truths(texts: Texts) -> list[bool | None]:
    """Raises KeyError."""
    return [None if text is None else _TRUTHS[text] for text in texts]


def digits(numbers: Iterable[Decimal | None]) -> tuple[int, int]:
    """How many they have at most before and after the point. Raises Inexact: far too many."""
    present = [one for one in numbers if one is not None]
    whole = max(map(Decimal.adjusted, present), default=-1) + 1
    with localcontext(_EXACT):
        total = sum(present, Decimal(0))  # which has as many after the point as any of them
    return max(0, whole), -int(total.as_tuple().exponent)


def _integer(number: Decimal) -> int:
    if number.adjusted() >= _INT64_DIGITS:
        raise OverflowError("more than 64 bits")
    whole = int(number)
    if whole != number or whole not in _INT64:
        raise ValueError("no whole number of 64 bits")
    return whole


def _moment(text: str) -> datetime:
    if not _MOMENT.fullmatch(text):
        raise ValueError("no moment to the millisecond")
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
