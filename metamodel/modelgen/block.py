"""Plans as YAML in block style: two closing braces of flow style would mean Jinja to Cube."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any

from metamodel.modelgen.scalars import yaml_key, yaml_scalar
from metamodel.modelgen.sql import QuotedSql, Sql

_SCALARS = frozenset({str, Sql, QuotedSql, bool, int, float})
_STEP = "  "


class BlockWriter:
    """Writes plans, each list of theirs once however often it is asked for.

    What it wrote is known by the lists themselves: they are kept alive, and are never changed.
    """

    def __init__(self) -> None:
        self._written: dict[tuple[int, str], tuple[Any, str]] = {}

    def write(self, value: Any, indent: int) -> str:
        """A plan, a mapping or a list as lines that begin `indent` blanks in; each ends a line."""
        out: list[str] = []
        self._lines(out, value, " " * indent)
        return "".join(out)

    def _lines(self, out: list[str], value: Any, margin: str) -> None:
        if isinstance(value, tuple | list):
            for item in value:
                self._item(out, item, margin)
        else:
            self._keys(out, _entries(value), margin)

    def _keys(self, out: list[str], entries: list[tuple[str, Any]], margin: str) -> None:
        for key, item in entries:
            kind = type(item)
            if kind in _SCALARS:
                out.append(f"{margin}{key}: {yaml_scalar(item)}\n")
            elif kind is tuple and item:
                out.append(f"{margin}{key}:\n")
                out.append(self._once(item, margin + _STEP))
            elif found := _content(item):
                out.append(f"{margin}{key}:\n")
                below = self._items if kind is list else self._keys
                below(out, found, margin + _STEP)
            else:
                out.append(f"{margin}{key}: {_nothing(item)}\n")

    def _items(self, out: list[str], items: list[Any], margin: str) -> None:
        for item in items:
            self._item(out, item, margin)

    def _once(self, items: tuple[Any, ...], margin: str) -> str:
        """The lines of a list, remembered."""
        known = self._written.get((id(items), margin))
        if known is None:
            own: list[str] = []
            self._items(own, list(items), margin)
            known = self._written[id(items), margin] = (items, "".join(own))
        return known[1]

    def _item(self, out: list[str], item: Any, margin: str) -> None:
        kind = type(item)
        if kind in _SCALARS:
            out.append(f"{margin}- {yaml_scalar(item)}\n")
        elif found := _content(item):
            at = len(out)
            below = self._items if kind is list else self._keys
            below(out, found, margin + _STEP)
            out[at] = f"{margin}- {out[at][len(margin) + len(_STEP) :]}"
        else:
            out.append(f"{margin}- {_nothing(item)}\n")


def as_block(value: Any, indent: int) -> str:
    """The same by a writer of its own."""
    return BlockWriter().write(value, indent)


def emitted(plan: Any) -> Any:
    """What of a plan is written, as plain data: the same plan, the same value, for ever.

    A field that is added later and left at its default changes nothing here.
    """
    if is_dataclass(plan):
        return {key: emitted(value) for key, value in _entries(plan)}
    if isinstance(plan, Mapping):
        return {key: emitted(value) for key, value in plan.items()}
    if isinstance(plan, tuple | list):
        return [emitted(item) for item in plan]
    return plan


@cache
def _keys_of(kind: Any) -> tuple[Any, tuple[tuple[str, Any], ...]]:
    """Of a plan's class: a getter of all its fields, and their keys and defaults."""
    unsaid = getattr(kind, "unsaid", ())
    said = [item for item in fields(kind) if item.name not in unsaid]
    names = [item.name for item in said]
    getter = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
    return getter, tuple((item.name.removesuffix("_"), item.default) for item in said)


def _entries(value: Any) -> list[tuple[str, Any]]:
    """The keys of a mapping, or those fields of a plan that are not at their default."""
    if isinstance(value, dict):
        return [(yaml_key(key), item) for key, item in value.items()]
    getter, keys = _keys_of(value.__class__)
    return [
        (key, item)
        for (key, default), item in zip(keys, getter(value), strict=True)
        if item is not default and (item != default or type(item) is not type(default))
    ]


def _content(value: Any) -> list[Any]:
    """What a value holds: the items of a list, the keys of anything else; nothing of None."""
    if value is None or isinstance(value, list):
        return value or []
    return _entries(value) if not isinstance(value, tuple) else list(value)


def _nothing(value: Any) -> str:
    if value is None:
        return "null"
    return "[]" if isinstance(value, tuple | list) else "{}"
