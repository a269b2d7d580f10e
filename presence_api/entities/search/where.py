"""The `where` tree of a request as a condition on rows.

A node is `{"and": [...]}`, `{"or": [...]}`, `{"not": node}` or `{"field", "op", "value"}`.
"""

from collections.abc import Mapping
from typing import Any, Final

from metamodel.model.attribute import Attribute, AttributeType, Searchable
from presence_api.entities.catalogue.view import EntityView
from presence_api.entities.checks import is_listed, read_value
from presence_api.entities.faults import FaultCode, Faults, below
from presence_api.entities.values import TEXTS
from presence_api.ports.row_conditions import (
    EVERY_ROW,
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    StoredColumn,
    Test,
    Value,
    negation,
)

DEPTH: Final = 5
LEAVES: Final = 100
LIST_VALUES: Final = 1000
_GROUPS: Final = ("and", "or", "not")
_LEAF: Final = frozenset({"field", "op", "value"})
_EQUALITY: Final = frozenset({"eq", "ne", "isNull", "notNull"})
_LISTS: Final = frozenset({"in", "nin"})
_RANGES: Final = frozenset({"lt", "lte", "gt", "gte", "between"})
_BEGINNINGS: Final = frozenset({"startsWith"})
_PARTS: Final = frozenset({"contains", "startsWith", "endsWith"})
_ENDS: Final = 2  # of a stretch
_WITHOUT_VALUE: Final = frozenset({"isNull", "notNull"})
OPERATORS: Final = _EQUALITY | _LISTS | _RANGES | _PARTS


def operators(attribute: Attribute) -> frozenset[str]:
    """What an attribute can be compared by; `searchable` narrows how a text is."""
    if attribute.type is AttributeType.BOOLEAN:
        return _EQUALITY
    if attribute.type is AttributeType.UUID:
        return _EQUALITY | _LISTS
    if attribute.type not in TEXTS:
        return _EQUALITY | _LISTS | _RANGES
    parts = {Searchable.EXACT: frozenset[str](), Searchable.PREFIX: _BEGINNINGS}
    found = parts.get(attribute.searchable, _PARTS) if attribute.searchable else _PARTS
    ranges = _RANGES if attribute.type is AttributeType.STRING else frozenset[str]()
    return _EQUALITY | _LISTS | ranges | found


class WhereReader:
    """Reads one tree; what is wrong goes to `faults`. `named` are the attributes it looks at."""

    def __init__(self, view: EntityView, faults: Faults) -> None:
        self.named: set[str] = set()
        self._view, self._faults = view, faults
        self._leaves = 0

    def read(self, node: Any, pointer: str, depth: int = 1) -> Condition:
        """The condition; with faults, it means nothing."""
        if not isinstance(node, Mapping):
            return self._wrong(pointer, "an object is wanted")
        if depth > DEPTH:
            self._faults.add(pointer, FaultCode.OUT_OF_BOUNDS, f"more than {DEPTH} levels deep")
            return EVERY_ROW
        groups = [word for word in _GROUPS if word in node]
        if not groups:
            return self._leaf(node, pointer)
        if len(node) > 1:
            return self._wrong(pointer, f"`{groups[0]}` stands alone in its object")
        return self._group(groups[0], node[groups[0]], below(pointer, groups[0]), depth)

    def _group(self, word: str, parts: Any, pointer: str, depth: int) -> Condition:
        if word == "not":
            return negation(self.read(parts, pointer, depth + 1))
        if not isinstance(parts, list) or not parts:
            return self._wrong(pointer, "a list with at least one condition is wanted")
        if len(parts) > LEAVES:
            self._faults.add(pointer, FaultCode.OUT_OF_BOUNDS, f"more than {LEAVES} conditions")
            return EVERY_ROW
        read = tuple(
            self.read(part, below(pointer, index), depth + 1) for index, part in enumerate(parts)
        )
        return AllOf(read) if word == "and" else AnyOf(read)

    def _leaf(self, node: Mapping[str, Any], pointer: str) -> Condition:
        self._leaves += 1
        if self._leaves > LEAVES:
            if self._leaves == LEAVES + 1:
                message = f"more than {LEAVES} comparisons"
                self._faults.add(pointer, FaultCode.OUT_OF_BOUNDS, message)
            return EVERY_ROW
        for key in node:
            if key not in _LEAF:
                known = {*_LEAF, *_GROUPS}
                self._faults.unknown(below(pointer, key), FaultCode.UNKNOWN_KEY, key, known)
        attribute = self._attribute(node.get("field"), below(pointer, "field"))
        op = self._operator(node.get("op"), attribute, below(pointer, "op"))
        if attribute is None or op is None:
            return EVERY_ROW
        return self._test(attribute, op, node, below(pointer, "value"))

    def _attribute(self, name: Any, pointer: str) -> Attribute | None:
        if not isinstance(name, str):
            self._wrong(pointer, "the name of an attribute is wanted")
        elif name in self._view.masked:
            self._faults.add(pointer, FaultCode.MASKED_ATTRIBUTE, f"`{name}` is masked for you")
        elif name not in self._view.filterable:
            known = self._view.filterable
            self._faults.unknown(pointer, FaultCode.UNKNOWN_ATTRIBUTE, name, known)
        else:
            self.named.add(name)
            return self._view.attribute(name)
        return None

    def _operator(self, op: Any, attribute: Attribute | None, pointer: str) -> str | None:
        known = OPERATORS if attribute is None else operators(attribute)
        if isinstance(op, str) and op in known:
            return op
        if isinstance(op, str) and op in OPERATORS and attribute is not None:
            message = f"`{attribute.name}` cannot be compared by `{op}`"
            self._faults.add(pointer, FaultCode.UNKNOWN_OPERATOR, message)
        else:
            self._faults.unknown(pointer, FaultCode.UNKNOWN_OPERATOR, op, known)
        return None

    def _test(
        self, attribute: Attribute, op: str, node: Mapping[str, Any], pointer: str
    ) -> Condition:
        column = self._view.column(attribute.name)
        if op in _WITHOUT_VALUE:
            if "value" in node:
                return self._wrong(pointer, f"`{op}` takes no value")
            return Test(column, Comparison.IS_NULL, negated=op == "notNull")
        if "value" not in node:
            return self._wrong(pointer, f"`{op}` wants a value")
        values = self._values(attribute, op, node["value"], pointer)
        return EVERY_ROW if values is None else _condition(column, op, values)

    def _values(
        self, attribute: Attribute, op: str, said: Any, pointer: str
    ) -> tuple[Value, ...] | None:
        if op not in {*_LISTS, "between"}:
            value = self._value(attribute, op, said, pointer)
            return None if value is None else (value,)
        if not isinstance(said, list) or (op == "between" and len(said) != _ENDS):
            many = "a list of two values" if op == "between" else "a list of values"
            self._wrong(pointer, f"{many} is wanted")
            return None
        if not 1 <= len(said) <= LIST_VALUES:
            message = f"between 1 and {LIST_VALUES} values are wanted"
            self._faults.add(pointer, FaultCode.OUT_OF_BOUNDS, message)
            return None
        read = [
            self._value(attribute, op, one, below(pointer, index)) for index, one in enumerate(said)
        ]
        return tuple(one for one in read if one is not None)

    def _value(self, attribute: Attribute, op: str, said: Any, pointer: str) -> Value | None:
        value = read_value(attribute, said, pointer, self._faults)
        whole = op in {"eq", "ne", *_LISTS}
        if value is None or (whole and not is_listed(attribute, value, pointer, self._faults)):
            return None
        return value

    def _wrong(self, pointer: str, message: str) -> Condition:
        self._faults.add(pointer, FaultCode.WRONG_SHAPE, message)
        return EVERY_ROW


def _condition(column: StoredColumn, op: str, values: tuple[Value, ...]) -> Condition:
    if op == "between":
        low, high = values[:1], values[1:]
        return AllOf((Test(column, Comparison.GTE, low), Test(column, Comparison.LTE, high)))
    if op in {"eq", "in"}:
        return Test(column, Comparison.IN, values)
    if op in {"ne", "nin"}:
        return Test(column, Comparison.IN, values, negated=True)
    return Test(column, Comparison(op), values)
