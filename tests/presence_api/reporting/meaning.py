"""What conditions mean for one row, written down once more: as requests say it, and as Cube does.

A row is a mapping from member to value; what it does not have is without a value.
"""

import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

Row = Mapping[str, Any]

_HOLDS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda own, value: own == value,
    "in": lambda own, value: own in value,
    "lt": lambda own, value: own < value,
    "lte": lambda own, value: own <= value,
    "gt": lambda own, value: own > value,
    "gte": lambda own, value: own >= value,
    "between": lambda own, value: value[0] <= own <= value[1],
    "contains": lambda own, value: value.lower() in own.lower(),
    "startsWith": lambda own, value: own.lower().startswith(value.lower()),
    "endsWith": lambda own, value: own.lower().endswith(value.lower()),
}
_OPPOSITES = {"ne": "eq", "nin": "in"}


def holds(condition: Mapping[str, Any], row: Row) -> bool:
    """Does a condition of a request hold? It does or it does not: there is no third."""
    if "and" in condition:
        return all(holds(item, row) for item in condition["and"])
    if "or" in condition:
        return any(holds(item, row) for item in condition["or"])
    if "not" in condition:
        return not holds(condition["not"], row)
    own, op, value = row.get(condition["field"]), condition["op"], _composed(condition.get("value"))
    if op in {"isNull", "notNull"}:
        return (own is None) is (op == "isNull")
    if op in _OPPOSITES:
        return own is None or not _HOLDS[_OPPOSITES[op]](own, value)
    return own is not None and _HOLDS[op](own, value)


def kept(filters: Any, row: Row) -> bool:
    """Does a row pass Cube's filters, as its SQL for Postgres has them?"""
    return all(_passes(item, row) for item in filters)


def _passes(item: Mapping[str, Any], row: Row) -> bool:
    if "and" in item:
        return all(_passes(one, row) for one in item["and"])
    if "or" in item:
        return any(_passes(one, row) for one in item["or"])
    own, op = row.get(item["member"]), item["operator"]
    if own is None or op in {"set", "notSet"}:
        return op.startswith("not") is (own is None)  # `OR column IS NULL`
    values = [_typed(text, own) for text in item["values"]]
    if op in {"equals", "notEquals"}:
        return (own in values) is (op == "equals")
    if op.startswith("not"):
        return not _HOLDS[op[3].lower() + op[4:]](own, values[0])
    return _HOLDS[op](own, values[0])


def _typed(text: str, like: Any) -> Any:
    if isinstance(like, bool):
        return text == "true"
    return float(Decimal(text)) if isinstance(like, int | float) else text


def _composed(value: Any) -> Any:
    if isinstance(value, list):
        return [_composed(item) for item in value]
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value
