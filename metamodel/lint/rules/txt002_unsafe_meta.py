"""TXT002."""

from collections.abc import Iterator
from typing import Any

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.positions import pointer

RESERVED_KEYS = frozenset(
    {
        "__proto__",
        "extends",
        "external",
        "incremental",
        "mask",
        "prefix",
        "primaryKey",
        "propagateFiltersToSubQuery",
        "public",
        "readOnly",
        "rewriteQueries",
        "scheduledRefresh",
        "shown",
        "sql",
        "sqlTable",
        "sql_table",
        "subQuery",
        "unionWithSourceData",
        "useOriginalSqlPreAggregations",
    }
)
"""Keys that Cube reads as its own wherever they stand, also inside of `meta`."""

_SAFE = 2**53
_CURE = "Call the key something else, or give the number as a text."


class UnsafeMeta(LintRule):
    """Free values that Cube would lose or change on the way to its consumers.

    Why: Cube reads some keys as its own wherever they stand: a text under `public` is taken for
    Python, one under `sql` is gone without a word. Whole numbers beyond 2^53 lose digits.

    Bad: `"meta": {"sql": "SELECT 1"}`.
    Good: `"meta": {"statement": "SELECT 1"}`.
    """

    code = "TXT002"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, meta in _metas(subject):
            for at, fault in _faults(meta, place):
                yield self.found(at, fault, _CURE)


def _metas(subject: Subject) -> Iterator[tuple[str, Any]]:
    for place, entity in subject.entities():
        yield f"{place}/meta", entity.meta
        for at, member in subject.members(place, entity):
            yield f"{at}/meta", member.meta
    for index, view in enumerate(subject.model.views):
        yield pointer("views", index, "meta"), view.meta
        for number, cube in enumerate(view.cubes):
            for position, shown in enumerate(cube.members):
                at = pointer("views", index, "cubes", number, "members", position, "meta")
                yield at, shown.meta


def _faults(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            at = place + pointer(key)
            if key in RESERVED_KEYS:
                yield at, f"Cube takes the key `{key}` for its own"
            yield from _faults(item, at)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _faults(item, f"{place}/{index}")
    elif isinstance(value, int) and abs(value) > _SAFE:
        yield place, f"{value} has more digits than Cube keeps"
