"""Conditions that say nothing but which values a column may hold."""

import re
from dataclasses import dataclass

_TEXT = r"'(?:[^']|'')*'"
_NUMBER = r"-?\d+(?:\.\d+)?"
_WORD = r'(?:"[^"]+"|[a-z_][a-z0-9_ ]*)'
_CAST = rf"(?:::{_WORD}(?:\.{_WORD})?(?:\(\d+\))?(?:\[\])?)*"
_VALUE = rf"\(?(?:{_TEXT}|{_NUMBER})\)?{_CAST}"
_LIST = rf"{_VALUE}(?:\s*,\s*{_VALUE})*"
_COLUMN = rf'\(*\s*("[^"]+"|[a-z_][a-z0-9_$]*)\s*\)*{_CAST}\)*'
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_COLUMN}\s+in\s*\(\s*({_LIST})\s*\)",
        rf"{_COLUMN}\s*=\s*any\s*\(\(?\s*array\[\s*({_LIST})\s*\]\s*\)?{_CAST}\)",
        rf"{_COLUMN}\s*=\s*({_VALUE})",
    )
)
_SINGLE = re.compile(rf"({_TEXT})|({_NUMBER})(?=\)?(?:::|\s*,|\s*$))")


@dataclass(frozen=True, slots=True)
class ValueList:
    """A column and the only values it may hold."""

    column: str
    values: tuple[str, ...]


def value_list(condition: str) -> ValueList | None:
    """The column and values of `c IN (...)`, in Postgres' spelling too; None for all others."""
    text = _bare(condition)
    for form in _FORMS:
        match = form.fullmatch(text)
        if match:
            return ValueList(_name(match.group(1)), _values(match.group(2)))
    return None


def _bare(condition: str) -> str:
    """Without `CHECK` and the parentheses around everything."""
    text = condition.strip()
    if text[:5].upper() == "CHECK":
        text = text[5:].strip()
    while text.startswith("(") and _closes_last(text):
        text = text[1:-1].strip()
    return text


def _closes_last(text: str) -> bool:
    """Is the first parenthesis closed by the last character?"""
    depth, quoted = 0, False
    for index, character in enumerate(text):
        quoted ^= character == "'"
        if quoted or character not in "()":
            continue
        depth += 1 if character == "(" else -1
        if depth == 0:
            return index == len(text) - 1
    return False


def _name(text: str) -> str:
    return text[1:-1].replace('""', '"') if text.startswith('"') else text


def _values(text: str) -> tuple[str, ...]:
    return tuple(
        match.group(1)[1:-1].replace("''", "'") if match.group(1) else match.group(2)
        for match in _SINGLE.finditer(text)
    )
