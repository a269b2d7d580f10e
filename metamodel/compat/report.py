"""Changes for people, and for programs."""

import json
from collections.abc import Sequence
from typing import Any

from metamodel.compat.change import Change, ChangeClass, Kind, declared_bump, required_bump
from metamodel.model.metamodel import Metamodel

_LONGEST = 40
_MARKS = {Kind.ADDED: "+", Kind.REMOVED: "-", Kind.REORDERED: "~"}


def as_table(changes: Sequence[Change]) -> str:
    """A line a change: bump, class, kind and place, before and after; the heaviest first."""
    rows = [
        (
            item.verdict.bump.name.lower(),
            item.verdict.change_class.value,
            f"{_MARKS.get(item.kind, '!')} {item.path}",
            _values(item),
        )
        for item in changes
    ]
    widths = [max((len(row[at]) for row in rows), default=0) for at in range(3)]
    lines = ("  ".join([*map(str.ljust, row[:3], widths), row[3]]) for row in rows)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def change_description(
    before: Metamodel, after: Metamodel, changes: tuple[Change, ...]
) -> dict[str, Any]:
    """The whole step as plain JSON."""
    declared = declared_bump(before.spec_version, after.spec_version)
    return {
        "name": after.name,
        "previousVersion": before.spec_version,
        "version": after.spec_version,
        "requiredBump": required_bump(changes).name.lower(),
        "declaredBump": declared.name.lower() if declared else None,
        "added": [item.path for item in changes if item.kind is Kind.ADDED],
        "removed": [item.path for item in changes if item.kind is Kind.REMOVED],
        "renamed": [item.path for item in changes if item.kind is Kind.RENAMED],
        "updated": [item.path for item in changes if item.kind in {Kind.CHANGED, Kind.REORDERED}],
        "restated": [
            item.path for item in changes if item.verdict.change_class is ChangeClass.RESTATING
        ],
        "changes": [_one(item) for item in changes],
    }


def as_json(before: Metamodel, after: Metamodel, changes: tuple[Change, ...]) -> str:
    """The same as text."""
    value = change_description(before, after, changes)
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _one(item: Change) -> dict[str, Any]:
    return {
        "kind": item.kind.value,
        "path": item.path,
        "class": item.verdict.change_class.value,
        "bump": item.verdict.bump.name.lower(),
        "surfaces": sorted(surface.value for surface in item.verdict.surfaces),
        "why": item.verdict.why,
        "before": item.before,
        "after": item.after,
    }


def _values(item: Change) -> str:
    if item.kind in {Kind.ADDED, Kind.REMOVED, Kind.REORDERED}:
        return item.verdict.why
    return f"{_short(item.before)} -> {_short(item.after)}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
