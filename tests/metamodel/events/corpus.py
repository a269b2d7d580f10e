"""Pairs of schemas, each a kind of evolution, with the specification's verdict for each mode.

`compatibility_corpus.json` is a list of `{name, old, new, BACKWARD, FORWARD, FULL}`. `deviations`
says by whom (`offline`, `codec`, `registry`) another verdict is given, which, and why.
"""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from metamodel.events._contract import Compatibility

_FILE = Path(__file__).with_name("compatibility_corpus.json")


@dataclass(frozen=True)
class Pair:
    """An old and a new schema, and what each mode must say of the new one."""

    name: str
    old: Any
    new: Any
    verdicts: dict[str, bool]
    deviations: dict[str, dict[str, Any]]

    def text(self, side: str) -> str:
        """`old` or `new` as a registry is given it."""
        return json.dumps(self.old if side == "old" else self.new)

    def expected(self, mode: Compatibility, by: str) -> bool:
        """Is the new schema accepted by whom we ask?"""
        kind = mode.name.removesuffix("_TRANSITIVE")
        told: dict[str, Any] = {**self.verdicts, **self.deviations.get(by, {})}
        if kind == "NONE":
            return True
        if kind == "FULL":
            return bool(told["BACKWARD"] and told["FORWARD"])
        return bool(told[kind])


def _pair(row: dict[str, Any]) -> Pair:
    verdicts = {mode: row[mode] for mode in ("BACKWARD", "FORWARD", "FULL")}
    return Pair(row["name"], row["old"], row["new"], verdicts, row.get("deviations", {}))


PAIRS = [_pair(row) for row in json.loads(_FILE.read_text(encoding="utf-8"))]


def any_event(schema: Any, chance: Random) -> Any:
    """Some event that a schema may write, each branch and symbol of it some time."""
    return _any(schema, {}, chance, 0)


_PLAIN: dict[str, list[Any]] = {
    "null": [None],
    "boolean": [True, False],
    "int": [0, -1, 2**31 - 1],
    "long": [0, -1, 2**63 - 1],
    "float": [0.5],
    "double": [0.25],
    "string": ["", "some text"],
    "bytes": [b"", b"text", b"\xff"],
}
_LOGICAL: dict[str, Any] = {
    "date": date(2026, 1, 2),
    "timestamp-millis": datetime(2026, 1, 2, tzinfo=UTC),
    "timestamp-micros": datetime(2026, 1, 2, tzinfo=UTC),
    "uuid": UUID(int=7),
    "decimal": Decimal("1.25"),
}
_DEEP = 3


def _any(kind: Any, named: dict[str, Any], chance: Random, depth: int) -> Any:
    """A value of a type; `named` are the types that were written out before, by their name."""
    if isinstance(kind, str) and kind in _PLAIN:
        return chance.choice(_PLAIN[kind])
    if isinstance(kind, str):
        return _any(named[kind], named, chance, depth)
    if isinstance(kind, list):
        return _any(kind[0] if depth > _DEEP else chance.choice(kind), named, chance, depth)
    if "logicalType" in kind:
        return _LOGICAL[kind["logicalType"]]
    return _composed(kind, {**named, kind.get("name", ""): kind}, chance, depth)


def _composed(kind: Any, named: dict[str, Any], chance: Random, depth: int) -> Any:
    if kind["type"] == "enum":
        return chance.choice(kind["symbols"])
    if kind["type"] == "fixed":
        return bytes(kind["size"])
    if kind["type"] == "array":
        return [_any(kind["items"], named, chance, depth + 1)] if depth <= _DEEP else []
    if kind["type"] == "map":
        return {"one": _any(kind["values"], named, chance, depth + 1)}
    fields = ((each["name"], each["type"]) for each in kind["fields"])
    return {name: _any(inner, named, chance, depth + 1) for name, inner in fields}
