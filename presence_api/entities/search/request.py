"""A search as somebody sent it, checked against what they may see; all faults at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from presence_api.entities.catalogue.grants import Grant
from presence_api.entities.catalogue.view import EntityView
from presence_api.entities.checks import granted
from presence_api.entities.faults import FaultCode, Faults, below, object_of
from presence_api.entities.search.ordering import read_order, total_order
from presence_api.entities.search.where import WhereReader
from presence_api.ports.entity_store import OrderBy
from presence_api.ports.row_conditions import EVERY_ROW, Condition

LIMIT: Final = 100
MOST_ROWS: Final = 500
_KEYS: Final = frozenset({"where", "order", "fields", "limit", "cursor"})


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search without faults; `granting` are the policies it is answered by."""

    where: Condition
    order: tuple[OrderBy, ...]
    fields: tuple[str, ...]
    granting: tuple[Grant, ...]
    limit: int = LIMIT
    cursor: str | None = None


def read_search(view: EntityView, body: Any) -> SearchRequest:
    """The search that the JSON `body` asks for. Raises RequestInvalid with all its faults."""
    faults = Faults()
    body = object_of(body, _KEYS, "", faults) or {}
    reader = WhereReader(view, faults)
    where = reader.read(body["where"], "/where") if "where" in body else EVERY_ROW
    order = read_order(view, body.get("order", []), "/order", faults)
    fields = read_fields(view, body["fields"], faults) if "fields" in body else None
    limit, cursor = _limit(body, faults), _cursor(body, faults)
    named = reader.named | {step.column.name for step in order}
    granting = granted(view, named, fields or (), faults)
    faults.check()
    chosen = in_common(view, granting) if fields is None else fields
    return SearchRequest(where, total_order(view.source, order), chosen, granting, limit, cursor)


def read_fields(view: EntityView, said: Any, faults: Faults) -> tuple[str, ...]:
    """The attributes that a request wants to read."""
    if not isinstance(said, list):
        faults.add("/fields", FaultCode.WRONG_SHAPE, "a list of attributes is wanted")
        return ()
    found: dict[str, None] = {}
    for index, name in enumerate(said):
        place = below("/fields", index)
        if not isinstance(name, str):
            faults.add(place, FaultCode.WRONG_SHAPE, "the name of an attribute is wanted")
        elif name not in view.readable:
            faults.unknown(place, FaultCode.UNKNOWN_ATTRIBUTE, name, view.readable)
        elif name in found:
            faults.add(place, FaultCode.TWICE, f"`{name}` was there before")
        else:
            found[name] = None
    return tuple(found)


def in_common(view: EntityView, granting: tuple[Grant, ...]) -> tuple[str, ...]:
    """What all these policies show in either way, in the order of the entity."""
    names = frozenset.intersection(*(grant.readable for grant in granting))
    return tuple(item.name for item in view.entity.attributes if item.name in names)


def _limit(body: Mapping[str, Any], faults: Faults) -> int:
    limit = body.get("limit", LIMIT)
    if not isinstance(limit, int) or isinstance(limit, bool):
        faults.add("/limit", FaultCode.WRONG_SHAPE, "a whole number is wanted")
    elif not 1 <= limit <= MOST_ROWS:
        faults.add("/limit", FaultCode.OUT_OF_BOUNDS, f"between 1 and {MOST_ROWS} rows are given")
    else:
        return limit
    return LIMIT


def _cursor(body: Mapping[str, Any], faults: Faults) -> str | None:
    cursor = body.get("cursor")
    if cursor is not None and not isinstance(cursor, str):
        faults.add("/cursor", FaultCode.WRONG_SHAPE, "the text of `next` is wanted")
        return None
    return cursor
