"""The TPC-H metamodel, and what tests change in it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ops.stack.places import REPOSITORY

TPCH = REPOSITORY / "metamodel" / "documents" / "tpch.json"
ORDERS, ORDERS_ROLLUP = "order", "orders.by_day"
EXTENT = {"start": "1992-01-01", "end": "1998-12-31"}
Document = dict[str, Any]


def narrow_document() -> Document:
    """TPC-H with the years that hold rows: 28 and 7 partitions, so that all of it builds fast."""
    document: Document = json.loads(TPCH.read_text(encoding="utf-8"))
    document["defaults"]["extent"] = EXTENT
    return document


def with_measure(name: str, spec_version: str) -> Document:
    """A version with one more measure, in no rollup: nothing has to be built."""
    document = _bumped(spec_version)
    measure = {"name": name, "type": "max", "expression": "{totalprice}", "title": name}
    _entity(document, ORDERS)["measures"].append(measure)
    return document


def with_rollup(change: Mapping[str, Any], spec_version: str) -> Document:
    """A version whose `orders.by_day` is another rollup: all of it has to be built."""
    document = _bumped(spec_version)
    _entity(document, ORDERS)["preAggregations"][0].update(change)
    return document


def written(document: Document, path: Path) -> Path:
    """The document as a file."""
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def _bumped(spec_version: str) -> Document:
    return {**narrow_document(), "specVersion": spec_version}


def _entity(document: Document, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(item for item in document["entities"] if item["name"] == name)
    return found
