"""A small document in which everything is right, and ways to break it."""

import json
from typing import Any

from metamodel.lint.runner import lint
from metamodel.model.load import Loaded, load
from metamodel.model.metamodel import Metamodel

GONE = object()
"""As a new value: the key is removed."""

_KEY = {"name": "id", "column": "id", "type": "bigint", "nullable": False}
_NAME = {"name": "name", "column": "name", "type": "string", "nullable": False}
_TENANT = {"name": "tenant_id", "column": "tenant_id", "type": "string", "nullable": False}
_UPDATED = {
    "name": "updated_at",
    "column": "updated_at",
    "type": "timestamptz",
    "nullable": False,
}
_COUNT = {"name": "count", "type": "count"}

COUNTRY, PRODUCT, CUSTOMER, ORDER = range(4)
"""Indexes of the entities; the first two are shared, the others belong to tenants."""


def _described(entity: dict[str, Any]) -> dict[str, Any]:
    """The entity with words for people, on itself and on each member."""
    title = entity["name"].capitalize()
    for key in ("attributes", "computed", "measures", "segments"):
        for item in entity.get(key, ()):
            item["title"] = item["name"].replace("_", " ").capitalize()
    return {**entity, "title": title, "description": f"{title} of the shop."}


def _entity(name: str, cube: str, attributes: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {
        "id": f"ent_{name}",
        "name": name,
        "cube": cube,
        "source": {"table": f"shop.{cube}"},
        "keys": {"primary": ["id"]},
        "tenancy": {"mode": "shared"},
        "time": {"dimension": "updated_at"},
        "attributes": [_KEY, *attributes, _UPDATED],
        "measures": [_COUNT],
        **more,
    }


def _relation(origin: str, target: str, attribute: str) -> dict[str, Any]:
    return {
        "id": f"rel_{origin}_{target}",
        "from": origin,
        "to": target,
        "cardinality": "many_to_one",
        "on": [{"from": attribute, "to": "id"}],
    }


def _foreign(name: str) -> dict[str, Any]:
    return {"name": name, "column": name, "type": "bigint", "nullable": False}


_OWNED = {"tenancy": {"mode": "required", "attribute": "tenant_id"}}
_ORDER = _entity(
    "order",
    "orders",
    [
        _foreign("customer_id"),
        _foreign("product_id"),
        {"name": "placed_on", "column": "placed_on", "type": "date", "nullable": False},
        {"name": "status", "column": "status", "type": "string", "cardinality": {"class": "low"}},
        {"name": "price", "column": "price", "type": "decimal"},
        _TENANT,
    ],
    computed=[{"name": "is_big", "type": "boolean", "expression": "{price} > 100"}],
    segments=[{"name": "open", "expression": "{status} = 'open'"}],
    preAggregations=[
        {
            "name": "by_day",
            "measures": ["count", "revenue"],
            "dimensions": ["status", "tenant_id"],
            "time": {"dimension": "placed_on", "granularity": "day"},
            "partition": "month",
        }
    ],
    **_OWNED,
) | {
    "time": {"dimension": "placed_on"},
    "measures": [
        _COUNT,
        {"name": "revenue", "type": "sum", "expression": "{price}"},
        {"name": "average", "type": "number", "expression": "{revenue} / NULLIF({count}, 0)"},
        {"name": "customers", "type": "count_distinct", "expression": "{customer_id}"},
        {"name": "big", "type": "count", "filters": ["{is_big} AND {product.name} <> ''"]},
    ],
}
_SHOP = {
    "specVersion": "1.0.0",
    "formatVersion": "1",
    "name": "shop",
    "defaults": {
        "tenancy": {"claim": "tenant", "adminGroups": ["admin"], "tenantGroups": ["analyst"]},
        "extent": {"start": "2024-01-01", "end": "2026-12-31"},
    },
    "entities": [
        _entity("country", "countries", [_NAME]),
        _entity("product", "products", [_NAME]),
        _entity("customer", "customers", [_NAME, _foreign("country_id"), _TENANT], **_OWNED),
        _ORDER,
    ],
    "relations": [
        _relation("customer", "country", "country_id"),
        _relation("order", "customer", "customer_id"),
        _relation("order", "product", "product_id"),
    ],
}


def shop(edits: dict[str, Any] | None = None) -> dict[str, Any]:
    """The document with values replaced by JSON pointer; `-` as last step appends."""
    document: dict[str, Any] = json.loads(json.dumps(_SHOP))  # no parts shared between entities
    document["entities"] = [_described(entity) for entity in document["entities"]]
    for pointer, value in (edits or {}).items():
        put_at(document, pointer, value)
    return document


def put_at(document: Any, pointer: str, value: Any) -> None:
    """Replace what a JSON pointer leads to; `-` as last step appends."""
    *steps, last = pointer.split("/")[1:]
    here = document
    for step in steps:
        here = here[int(step)] if isinstance(here, list) else here[step]
    _put(here, last, value)


def _put(here: Any, last: str, value: Any) -> None:
    if isinstance(here, list):
        if last == "-":
            here.append(value)
        else:
            here[int(last)] = value
    elif value is GONE:
        del here[last]
    else:
        here[last] = value


def loaded(edits: dict[str, Any] | None = None) -> Loaded:
    """The edited document, read."""
    return load(json.dumps(shop(edits), indent=2), "shop.json")


def model(edits: dict[str, Any] | None = None) -> Metamodel:
    """The edited document as a model."""
    return loaded(edits).require()


def places(code: str, edits: dict[str, Any] | None = None) -> list[str]:
    """Where lint finds that fault in the edited document."""
    return [item.pointer for item in lint(loaded(edits)) if item.code == code]
