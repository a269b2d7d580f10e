"""Member references inside expressions: `{member}` and `{entity.member}`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

SELF = "CUBE"
"""Stands for the entity's own table: `{CUBE}.column`."""

_REFERENCE = re.compile(r"\{\s*([A-Za-z_]\w*)(?:\.([A-Za-z_]\w*))?\s*\}")


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference; without `node` it is to the entity itself, without `member` to its table."""

    node: str | None
    member: str | None

    def __str__(self) -> str:
        return "{" + ".".join(part for part in (self.node, self.member) if part) + "}"


@lru_cache(maxsize=1 << 14)
def references(expression: str) -> tuple[Reference, ...]:
    """Every reference of an expression, in order."""
    return tuple(_reference(match) for match in _REFERENCE.finditer(expression))


def replace_references(expression: str, new: Callable[[Reference], str]) -> str:
    """The expression with each reference replaced."""
    return _REFERENCE.sub(lambda match: new(_reference(match)), expression)


def split_member(text: str) -> Reference:
    """A member as rollups name it: `name`, or `node.name`."""
    node, dot, member = text.partition(".")
    return Reference(node, member) if dot else Reference(None, node)


def _reference(match: re.Match[str]) -> Reference:
    first, second = match.group(1), match.group(2)
    if second is None:
        return Reference(SELF, None) if first == SELF else Reference(None, first)
    return Reference(None, second) if first == SELF else Reference(first, second)
