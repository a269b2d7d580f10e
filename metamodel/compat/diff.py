"""Every difference between two documents, matched by stable id, with what it means."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from pydantic_core import to_jsonable_python

from metamodel.compat.change import Change, Kind, Verdict
from metamodel.compat.verdicts import (
    CHANGED,
    GONE,
    ITEMS,
    KEYS,
    NEW_OBLIGATION,
    RENAMED,
    SHOWN,
)
from metamodel.model.metamodel import Metamodel
from metamodel.model.part import Part

_NOT_CONTENT = frozenset({"Metamodel.specVersion"})
_NAMES = ("name", "value", "path", "event", "rule")
"""Keys that tell items of one list apart where there is no id, by preference."""


def diff(before: Metamodel, after: Metamodel) -> tuple[Change, ...]:
    """All changes from one document to another, the heaviest first; none between equal ones."""
    return tuple(sorted(_parts(before, after, ""), key=lambda item: item.order))


def _parts(old: Part, new: Part, path: str) -> Iterator[Change]:
    """The changes between two versions of one part."""
    name = type(new).__name__
    for field, key in _keys(type(new)):
        left, right = getattr(old, field), getattr(new, field)
        if left is right or left == right or f"{name}.{key}" in _NOT_CONTENT:
            continue
        below = f"{path}/{key}" if path else key
        verdict = KEYS.get(f"{name}.{key}")
        if verdict is None and isinstance(left, Part) and isinstance(right, Part):
            yield from _parts(left, right, below)
        elif verdict is None and (kind := _items(left, right)):
            yield from _lists(kind, left, right, below)
        else:
            yield _changed(name, verdict, below, (_plain(left), _plain(right)), new)


def _changed(name: str, verdict: Any, path: str, values: tuple[Any, Any], part: Part) -> Change:
    before, after = values
    if callable(verdict):
        verdict = verdict(before, after)
    if path.endswith("/name") and before in getattr(part, "aliases", ()):
        verdict = RENAMED
    kind = Kind.RENAMED if path.endswith("/name") else Kind.CHANGED
    return Change(kind, path, verdict or CHANGED[name], before, after)


@cache
def _keys(kind: Any) -> tuple[tuple[str, str], ...]:
    """A part's fields and the keys they have in the document."""
    return tuple((name, info.alias or name) for name, info in kind.model_fields.items())


def _items(left: Any, right: Any) -> str | None:
    """The name of the part that two lists hold, if its items are matched one by one."""
    first = (
        next((item for items in (left, right) for item in items or ()), None)
        if isinstance(left or right, tuple)
        else None
    )
    name = type(first).__name__
    return name if name in ITEMS else None


def _lists(kind: str, old: Sequence[Part], new: Sequence[Part], path: str) -> Iterator[Change]:
    added, removed = ITEMS[kind]
    pairs = _matched(old, new)
    here = {id(right): left for left, right in pairs}
    gone = {id(left) for left, _ in pairs}
    for item in old:
        if id(item) not in gone:
            yield Change(Kind.REMOVED, f"{path}/{_name(item)}", removed, before=_plain(item))
    for item in new:
        known = here.get(id(item))
        if known is None:
            verdict = NEW_OBLIGATION if _obliges(item) else added
            yield Change(Kind.ADDED, f"{path}/{_name(item)}", verdict, after=_plain(item))
        else:
            yield from _parts(known, item, f"{path}/{_name(item)}")
    kept = [_name(right) for _, right in pairs]
    if kept != [_name(item) for item in new if id(item) in here]:
        order = [_name(item) for item in old], [_name(item) for item in new]
        yield Change(Kind.REORDERED, path, SHOWN, *order)


def _matched(old: Sequence[Part], new: Sequence[Part]) -> list[tuple[Part, Part]]:
    """Pairs in the old order: by id where both have one, else by name."""
    by_id = {item.id: item for item in new if getattr(item, "id", None)}  # type: ignore[attr-defined]
    by_name = {_name(item): item for item in new}
    pairs, taken = [], set()
    for item in old:
        same = by_id.get(getattr(item, "id", None)) if getattr(item, "id", None) else None
        found = same or by_name.get(_name(item))
        if found is None or id(found) in taken or _strangers(item, found):
            continue
        taken.add(id(found))
        pairs.append((item, found))
    return pairs


def _strangers(left: Part, right: Part) -> bool:
    """Two parts of one name that their ids tell apart."""
    ids = {getattr(left, "id", None), getattr(right, "id", None)}
    return None not in ids and len(ids) > 1


def _name(item: Part) -> str:
    parts = [getattr(item, key) for key in _NAMES if getattr(item, key, None) is not None]
    own = parts[0] if parts else getattr(item, "id", "")
    return f"{own}@{parts[1]}" if type(item).__name__ == "Exemption" else str(own)


def _obliges(item: Part) -> bool:
    """Is it an attribute that every writer has to give from now on?"""
    return (
        type(item).__name__ == "Attribute"
        and getattr(item, "nullable", True) is False
        and getattr(item, "default", None) is None
        and getattr(getattr(item, "editable", None), "value", "never") != "never"
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Part):
        return value.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return to_jsonable_python(value)


__all__ = ["GONE", "Verdict", "diff"]
