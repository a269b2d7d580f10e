"""Three-way merge of JSON documents: the last import, the document edited by hand, this import.

Objects merge by key. Lists of objects merge by identity (`id`, else `column`, else `name`), all
other lists are values. Where the hand and the source both changed a place, the hand's edit stays
and the place is reported; an item that the hand removed stays away without a word, and so does what
is measured, because it drifts. Laws: merge(a, a, b) = b, merge(a, b, a) = b, merge(a, b, b) = b.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from metamodel.importers.report import ABSENT, Conflict
from metamodel.model.positions import pointer

_IDENTITIES = ("id", "column", "name")
_MEASURED = frozenset({"cardinality", "rows"})


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged document, and where the hand's edit was kept against the source's change."""

    document: Any
    conflicts: tuple[Conflict, ...]


class _Sides(NamedTuple):
    """The three values of one place."""

    base: Any
    hand: Any
    new: Any


def merge(base: Any, hand: Any, new: Any) -> Merged:
    """Bring what changed from `base` to `new` into `hand`."""
    merging = _Merging([])
    document = merging.value(_Sides(base, hand, new), ())
    return Merged(document, tuple(merging.conflicts))


@dataclass(frozen=True, slots=True)
class _Merging:
    conflicts: list[Conflict]

    def value(self, sides: _Sides, place: tuple[object, ...]) -> Any:
        base, hand, new = sides
        if _same(base, new) or _same(hand, new):
            return hand
        if _same(base, hand):
            return new
        if all(isinstance(side, dict) for side in sides):
            return self._objects(sides, place)
        identity = _identity(sides)
        if identity:
            return self._lists(identity, sides, place)
        self.conflicts.append(Conflict(pointer(*place), base, hand, new))
        return hand

    def _objects(self, sides: _Sides, place: tuple[object, ...]) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        for key in _order(*(list(side) for side in sides)):
            values = _Sides(*(side.get(key, ABSENT) for side in sides))
            drifted = key in _MEASURED and not _same(values.base, values.hand)
            value = values.hand if drifted else self.value(values, (*place, key))
            if value is not ABSENT:
                merged[key] = value
        return merged

    def _lists(self, identity: str, sides: _Sides, place: tuple[object, ...]) -> list[Any]:
        items = [{item[identity]: item for item in side} for side in sides]
        merged: list[Any] = []
        for key in _order(*(list(side) for side in items)):
            values = _Sides(*(side.get(key, ABSENT) for side in items))
            removed = values.hand is ABSENT and values.base is not ABSENT
            value = ABSENT if removed else self.value(values, (*place, len(merged)))
            if value is not ABSENT:
                merged.append(value)
        return merged


def _order(base: list[Any], hand: list[Any], new: list[Any]) -> list[Any]:
    """All keys, in the source's order unless the hand has changed it.

    A key that only the other side knows follows the one that it follows there.
    """
    were, are = set(base), set(hand)
    untouched = [key for key in hand if key in were] == [key for key in base if key in are]
    first, second = (new, hand) if untouched else (hand, new)
    order = dict.fromkeys(first)
    after: dict[Any, list[Any]] = {}
    anchor: Any = ABSENT
    for key in second:
        if key in order:
            anchor = key
        else:
            after.setdefault(anchor, []).append(key)
    placed = list(after.get(ABSENT, []))
    for key in order:
        placed += [key, *after.get(key, [])]
    return placed


def _identity(sides: _Sides) -> str | None:
    """The key by which every item of every list can be told from its neighbours."""
    if not all(isinstance(side, list) for side in sides):
        return None
    return next((name for name in _IDENTITIES if all(_tells(name, side) for side in sides)), None)


def _tells(name: str, side: Sequence[Any]) -> bool:
    if not all(isinstance(item, dict) and isinstance(item.get(name), str) for item in side):
        return False
    return len({item[name] for item in side}) == len(side)


def _same(left: Any, right: Any) -> bool:
    """Equal as JSON: unlike in Python, true is not 1."""
    if left is ABSENT or right is ABSENT:
        return left is right
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(_same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_same, left, right))
    return type(left) is type(right) and bool(left == right)
