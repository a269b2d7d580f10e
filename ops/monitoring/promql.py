"""What an expression asks for, as far as its text says it."""

import re
from typing import Final

_TEXTS: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_LABELS: Final = re.compile(r"\{[^}]*\}")
_RANGES: Final = re.compile(r"\[[^\]]*\]")
_LISTS: Final = re.compile(
    r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)", re.IGNORECASE
)
_NAMES: Final = re.compile(r"(?<![\w:.])[a-zA-Z_:][\w:]*(?!\w)(?!\s*\()")
_WORDS: Final = frozenset(
    {"and", "or", "unless", "bool", "offset", "by", "without", "on", "ignoring", "inf", "nan"}
)


def metric_names(expression: str) -> frozenset[str]:
    """The metrics that an expression reads; functions, labels and ranges are none."""
    text = expression
    for pattern in (_TEXTS, _LABELS, _RANGES, _LISTS):
        text = pattern.sub(" ", text)
    return frozenset(name for name in _NAMES.findall(text) if name.lower() not in _WORDS)
