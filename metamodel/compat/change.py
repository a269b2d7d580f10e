"""What a change is: its kind, whom it touches and which version number it asks for."""

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any


class Surface(StrEnum):
    """Who notices a change."""

    STORE = "STORE"  # tables and data
    API = "API"  # the entity API: JSON and ETags
    EVENT = "EVENT"  # consumers of the entity's events
    CUBE = "CUBE"  # members as reports and dashboards see them
    DISPLAY = "DISPLAY"  # words and order


class ChangeClass(StrEnum):
    """What a change does to those who notice it."""

    ADDITIVE = "ADDITIVE"  # something new beside the old
    WIDENING = "WIDENING"  # more values are possible than before
    RENAME = "RENAME"  # another name, the old one still answers
    RESTATING = "RESTATING"  # the same shape, other figures
    SECURITY = "SECURITY"  # somebody may see more than before
    BREAKING = "BREAKING"  # something is gone, or is something else
    PERF = "PERF"  # the same answers, faster or slower
    DISPLAY = "DISPLAY"  # the same answers under other words


class Bump(Enum):
    """Which part of a version number has to rise."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    def __lt__(self, other: "Bump") -> bool:
        return self.value < other.value


class Kind(StrEnum):
    """How two documents differ at a place."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    CHANGED = "changed"
    REORDERED = "reordered"

    @property
    def inverse(self) -> "Kind":
        """The kind of the same difference seen from the other side."""
        return {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED}.get(self, self)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a change means."""

    change_class: ChangeClass
    bump: Bump
    surfaces: frozenset[Surface]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; `path` is made of names: `entities/order/measures/revenue/expression`.

    `before` and `after` are plain JSON, None where there is nothing.
    """

    kind: Kind
    path: str
    verdict: Verdict
    before: Any = None
    after: Any = None

    @property
    def order(self) -> tuple[int, str, str]:
        """Sort key: the heaviest first, then by place."""
        return (-self.verdict.bump.value, self.path, self.kind)


def required_bump(changes: tuple[Change, ...]) -> Bump:
    """The largest of all changes."""
    return max((item.verdict.bump for item in changes), default=Bump.NONE)


def declared_bump(before: str, after: str) -> Bump | None:
    """Which part of a semantic version rose; None if the second is not later than the first."""
    old, new = (tuple(int(part) for part in text.split(".")) for text in (before, after))
    if new == old:
        return Bump.NONE
    if new < old:
        return None
    return next(
        bump
        for bump, left, right in zip((Bump.MAJOR, Bump.MINOR, Bump.PATCH), old, new, strict=True)
        if left != right
    )
