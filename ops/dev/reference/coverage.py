"""docs/reference/coverage.md: which key of a document becomes which key of Cube's."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

from metamodel.model.load import DocumentRefused
from metamodel.modelgen.faults import PlanRefused
from metamodel.modelgen.surface import (
    SERVES,
    TOGETHER,
    UNSAID,
    cube_keys,
    document_keys,
    emitted_keys,
    reason_for,
)
from ops.dev.reference._markdown import code, page, table
from ops.stack.places import REPOSITORY

DOCUMENT = REPOSITORY / "metamodel" / "documents" / "kitchen_sink.json"
SURFACE = REPOSITORY / "cube_models" / "server" / "surface.txt"
MOST = 4
FEW = 3
"""Places of one key that are looked at, spread over the document."""
INTRO = """\
`metamodel/documents/kitchen_sink.json` says every key of the grammar once. Each key is taken out of
it, or changed where it cannot be missing, and what becomes different for Cube is the right column:
found, not written down. The document lints clean and compiles with Cube's own compiler in
`tests/golden/test_kitchen_sink.py`; that nothing is left out on either side is in
`tests/ops/dev/reference/test_coverage.py`."""
LEFT_OUT = """\
## What Cube knows and no document says

From Cube's own validator (`cube_models/server/surface.txt`)."""

__all__ = ["emitted_keys", "pages"]


def pages() -> dict[str, str]:
    """The page."""
    rows = [(code(key), _shown(key, found)) for key, found in effects().items()]
    unsaid = [(code(pattern), why) for pattern, why in UNSAID.items()]
    return {
        "coverage.md": page(
            "From the metamodel's keys to Cube's",
            INTRO,
            table(("Key of the document", "Keys for Cube"), rows),
            LEFT_OUT,
            table(("Key for Cube", "Why"), unsaid),
        )
    }


@cache
def effects() -> Mapping[str, tuple[str, ...]]:
    """For each key of the document the keys for Cube that change with it, the nearest first.

    Found once a process: the document is generated hundreds of times for it.
    """
    document = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    before = _written(document) or {}
    return MappingProxyType(
        {
            key: _nearest(key, _effect(document, before, places, _words(key)))
            for key, places in sorted(document_keys(document).items())
        }
    )


def _effect(
    document: Any,
    before: Mapping[str, list[str]],
    places: list[tuple[Any, ...]],
    words: Sequence[str],
) -> set[str]:
    changed: set[str] = set()
    for place in places[:: max(1, len(places) // FEW)]:
        for _ in _variants(document, place, words):
            after = _written(document)
            if after is not None and after != before:
                paths = before.keys() | after.keys()
                changed |= {path for path in paths if before.get(path) != after.get(path)}
                break
    return changed


def _written(document: Any) -> dict[str, list[str]] | None:
    """What a document writes for Cube; None if it is no document."""
    try:
        return cube_keys(json.dumps(document))
    except (DocumentRefused, PlanRefused, KeyError):
        return None


def _nearest(key: str, changed: set[str]) -> tuple[str, ...]:
    """The deepest of them, those that sound alike first."""
    deepest = [path for path in changed if not any(one.startswith(f"{path}.") for one in changed)]
    last = key.rpartition(".")[2].lower()
    return tuple(sorted(deepest, key=lambda path: (last not in path.replace("_", ""), path)))


def _variants(document: Any, place: tuple[Any, ...], words: Sequence[str]) -> Iterator[None]:
    """The document without the value at a place, then with others there; at the end as it was."""
    *above, key = place
    holder = document
    for step in above:
        holder = holder[step]
    items = list(holder.items())
    try:
        for value in (_GONE, *_others(holder[key], words)):
            holder.clear()
            holder.update(one for one in items if one[0] != key)
            if value is not _GONE:
                holder[key] = value
            yield
    finally:
        holder.clear()
        holder.update(items)


def _others(value: Any, words: Sequence[str]) -> Iterator[Any]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield value + 1
    elif isinstance(value, list):
        yield value[:-1]
        yield [*value, value[-1]]
    elif isinstance(value, str):
        yield f"{value}_x"
        yield from (word for word in words if word != value)


def _words(key: str) -> Sequence[str]:
    """The words to try for a key; none where nothing is expected of them."""
    return () if reason_for(key, SERVES) else WORDS


_GONE = object()
WORDS = (
    "notEquals",
    "gt",
    "notSet",
    "set",
    "max",
    "number",
    "integer",
    "next",
    "desc",
    "2 month",
    "quarter_to_date",
    "one_to_one",
    "updated_at",
    "order.user",
)
"""Values that some keys take which take no others."""


def _shown(key: str, found: tuple[str, ...]) -> str:
    if key in TOGETHER:
        return code(TOGETHER[key])
    if not found:
        return f"none; for {reason_for(key, SERVES) or 'nobody'}"
    more = f" and {len(found) - MOST} more" if len(found) > MOST else ""
    return ", ".join(code(path) for path in found[:MOST]) + more
