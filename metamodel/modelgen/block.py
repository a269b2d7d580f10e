"""Plans as YAML in block style: two closing braces of flow style would mean Jinja to Cube."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from metamodel.modelgen.plan_node import PlanNode
from metamodel.modelgen.scalars import yaml_key, yaml_scalar, yaml_text
from metamodel.modelgen.sql import QuotedSql, Sql

_SCALARS = frozenset({str, Sql, QuotedSql, bool, int, float})
_ENCODER = msgspec.json.Encoder(enc_hook=str, order="deterministic")
_STEP = "  "
_NEVER = object()


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
            self._items(out, value, margin)
        else:
            self._keys(out, value, margin)

    def _keys(self, out: list[str], value: Any, margin: str) -> None:
        """The keys of a mapping, or of a plan those that are not at their default."""
        for (key, default), item in _keyed(value):
            if item is default or (item == default and type(item) is type(default)):
                continue
            kind = type(item)
            if kind is str:
                out.append(f"{margin}{key}: {yaml_text(item)}\n")
            elif kind in _SCALARS:
                out.append(f"{margin}{key}: {yaml_scalar(item)}\n")
            elif item is None:
                out.append(f"{margin}{key}: null\n")
            else:
                self._below(out, key, item, margin)

    def _below(self, out: list[str], key: str, item: Any, margin: str) -> None:
        """A key whose lines are a step further in."""
        at = len(out)
        out.append(f"{margin}{key}:\n")
        if type(item) is tuple:
            out.append(self._once(item, margin + _STEP))
        else:
            self._lines(out, item, margin + _STEP)
        if len(out) == at + 1 or not out[-1]:
            out[at:] = [f"{margin}{key}: {_nothing(item)}\n"]

    def _items(self, out: list[str], items: Sequence[Any], margin: str) -> None:
        for item in items:
            if type(item) in _SCALARS:
                out.append(f"{margin}- {yaml_scalar(item)}\n")
                continue
            at = len(out)
            if item is not None:
                self._lines(out, item, margin + _STEP)
            if len(out) == at:
                out.append(f"{margin}- {_nothing(item)}\n")
            else:
                out[at] = f"{margin}- {out[at][len(margin) + len(_STEP) :]}"

    def _once(self, items: tuple[Any, ...], margin: str) -> str:
        """The lines of a list, remembered."""
        known = self._written.get((id(items), margin))
        if known is None:
            own: list[str] = []
            self._items(own, items, margin)
            known = self._written[id(items), margin] = (items, "".join(own))
        return known[1]


def as_block(value: Any, indent: int) -> str:
    """The same by a writer of its own."""
    return BlockWriter().write(value, indent)


def as_text(plan: Any) -> str:
    """The same in one line, for fingerprints: whatever moves the YAML moves it."""
    return _ENCODER.encode(plan).decode()


def emitted(plan: Any) -> Any:
    """What of a plan is written, as plain data: the same plan, the same value, for ever.

    A field that is added later and left at its default changes nothing here.
    """
    found = msgspec.json.decode(_ENCODER.encode(plan))
    for key in plan.unsaid if isinstance(plan, PlanNode) else ():
        found.pop(key, None)
    return found


def _keyed(value: Any) -> Iterable[tuple[tuple[str, Any], Any]]:
    """Each key with the value at which it is left out, and its value."""
    if isinstance(value, PlanNode):
        return value.keyed()
    return (((yaml_key(key), _NEVER), item) for key, item in value.items())


def _nothing(value: Any) -> str:
    if value is None:
        return "null"
    return "[]" if isinstance(value, tuple | list) else "{}"
