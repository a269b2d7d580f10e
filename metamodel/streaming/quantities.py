"""Spans of time, sizes and rates as people write them: `7d`, `4MiB`, `5MiB/s`, `50%`."""

import re
from typing import Final

_SPAN: Final = {"ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
_SIZE: Final = {"B": 1, "KiB": 1024, "MiB": 1024**2, "GiB": 1024**3}
_QUANTITY: Final = re.compile(r"(?P<number>[1-9]\d*) ?(?P<unit>[A-Za-z%]+)(?P<per>/s)?")
FOREVER: Final = -1
"""Kafka's word for a retention without an end."""


def span_ms(text: str) -> int:
    """Milliseconds of a span; `forever` is -1. Raises ValueError."""
    return FOREVER if text == "forever" else _counted(text, _SPAN, "a span of time such as `7d`")


def size_bytes(text: str) -> int:
    """Bytes of a size. Raises ValueError."""
    return _counted(text, _SIZE, "a size such as `4MiB`")


def rate_bytes(text: str) -> int:
    """Bytes per second of a rate. Raises ValueError."""
    return _counted(text, _SIZE, "a rate such as `5MiB/s`", per="/s")


def percentage(text: str) -> int:
    """The number of a percentage: of one thread's time, so that it may be above 100."""
    return _counted(text, {"%": 1}, "a percentage such as `50%`")


def span_text(milliseconds: int) -> str:
    """The shortest way to write a span that is exact."""
    return "forever" if milliseconds == FOREVER else _shortest(milliseconds, _SPAN)


def size_text(count: int) -> str:
    """The shortest way to write a size that is exact."""
    return _shortest(count, _SIZE)


def _counted(text: str, units: dict[str, int], wanted: str, per: str | None = None) -> int:
    match = _QUANTITY.fullmatch(text)
    if match is None or match["unit"] not in units or match["per"] != per:
        raise ValueError(f"`{text}` is not {wanted}; units are {', '.join(units)}")
    return int(match["number"]) * units[match["unit"]]


def _shortest(number: int, units: dict[str, int]) -> str:
    unit = max((name for name in units if number % units[name] == 0), key=lambda name: units[name])
    return f"{number // units[unit]}{unit}"
