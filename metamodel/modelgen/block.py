"""Plans as YAML in block style: two closing braces of flow style would mean Jinja to Cube."""

from collections.abc import Mapping, Sequence
from types import NoneType
from typing import Any

import msgspec

from metamodel.modelgen.plan_node import PlanNode
from metamodel.modelgen.scalars import yaml_key, yaml_scalar, yaml_text
from metamodel.modelgen.sql import QuotedSql, Sql

_ENCODER = msgspec.json.Encoder(enc_hook=str, order="deterministic")
_SQL = (Sql, QuotedSql)
_STEP = "  "


def as_block(value: Any, indent: int) -> str:
    """A plan, a mapping or a list as lines that begin `indent` blanks in; each ends a line."""
    out: list[str] = []
    _lines(out, _plain(value), " " * indent)
    return "".join(out)


def as_text(plan: Any) -> str:
    """A plan in one line, for fingerprints: whatever moves the YAML moves it."""
    return _ENCODER.encode(plan).decode()


def emitted(plan: Any) -> Any:
    """What of a plan is written, as plain data: the same plan, the same value, for ever.

    A field that is added later and left at its default changes nothing here.
    """
    found = msgspec.json.decode(_ENCODER.encode(plan))
    return _without(found, plan.unsaid) if isinstance(plan, PlanNode) else found


def _plain(value: Any) -> Any:
    """Mappings and lists, in which SQL is still apart from other text."""
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    found = msgspec.to_builtins(value, builtin_types=_SQL)
    return _without(found, value.unsaid) if isinstance(value, PlanNode) else found


def _without(found: dict[str, Any], unsaid: frozenset[str]) -> dict[str, Any]:
    for key in unsaid:
        found.pop(key, None)
    return found


def _lines(out: list[str], value: Mapping[str, Any] | Sequence[Any], margin: str) -> None:
    if isinstance(value, dict):
        _keys(out, value, margin)
    elif not isinstance(value, Mapping):
        _items(out, value, margin)


def _keys(out: list[str], found: Mapping[str, Any], margin: str) -> None:
    for key, item in found.items():
        kind = type(item)
        if kind is str:
            out.append(f"{margin}{yaml_key(key)}: {yaml_text(item)}\n")
        elif kind in _HOLDERS:
            if item:
                out.append(f"{margin}{yaml_key(key)}:\n")
                _lines(out, item, margin + _STEP)
            else:
                out.append(f"{margin}{yaml_key(key)}: {_HOLDERS[kind]}\n")
        else:
            out.append(f"{margin}{yaml_key(key)}: {yaml_scalar(item)}\n")


def _items(out: list[str], items: Sequence[Any], margin: str) -> None:
    for item in items:
        kind = type(item)
        if kind in _HOLDERS and item:
            at = len(out)
            _lines(out, item, margin + _STEP)
            out[at] = f"{margin}- {out[at][len(margin) + len(_STEP) :]}"
        else:
            out.append(f"{margin}- {_HOLDERS.get(kind) or yaml_scalar(item)}\n")


_HOLDERS: Mapping[type, str] = {dict: "{}", list: "[]", tuple: "[]", NoneType: "null"}
"""What may hold other values, and how it is written if it holds none."""
