"""Documents of any size: entities of 16 members each, joined as a tree, and no two alike."""

import json
from typing import Any

MEMBERS = 16


def thousand(entities: int = 1000) -> str:
    """A document that lints clean: `entities` entities of 16 members, each with a rollup."""
    document = {
        "specVersion": "1.0.0",
        "formatVersion": "1",
        "name": "thousand",
        "defaults": {
            "tenancy": {
                "claim": "tenant",
                "adminGroups": ["admin"],
                "tenantGroups": ["analyst"],
            },
            "extent": {"start": "2024-01-01", "end": "2026-12-31"},
        },
        "entities": [_entity(number) for number in range(entities)],
        "relations": [_relation(number) for number in range(1, entities)],
    }
    return json.dumps(document, indent=1)


def columns(number: int) -> list[tuple[str, str, str]]:
    """The columns of one entity's table: name, PostgreSQL's type, and title."""
    own = f"e{number}"
    return [
        ("id", "bigint", "Id"),
        ("parent_id", "bigint", "Parent"),
        ("tenant_id", "text", "Tenant"),
        ("updated_at", "timestamptz", "Updated at"),
        (f"{own}_day", "date", f"Day of {number}"),
        (f"{own}_status", "text", f"Status of {number}"),
        (f"{own}_label", "text", f"Label of {number}"),
        (f"{own}_region", "text", f"Region of {number}"),
        (f"{own}_channel", "text", f"Channel of {number}"),
        (f"{own}_due", "timestamptz", f"Due in {number}"),
        (f"{own}_amount", "numeric", f"Amount of {number}"),
        (f"{own}_weight", "numeric", f"Weight of {number}"),
    ]


def describe(title: str) -> str:
    """A sentence that says what a column holds."""
    return f"{title}, as the shop's clerks write it down."


_TYPES = {
    "bigint": "bigint",
    "text": "string",
    "timestamptz": "timestamptz",
    "date": "date",
    "numeric": "decimal",
}


def _entity(number: int) -> dict[str, Any]:
    own = f"e{number}"
    return {
        "id": f"ent_{number}",
        "name": own,
        "cube": f"{own}_cube",
        "title": f"Entity {number}",
        "description": f"Rows of table {number}.",
        "source": {"table": f"shop.{own}"},
        "keys": {"primary": ["id"]},
        "tenancy": {"mode": "required", "attribute": "tenant_id"},
        "time": {"dimension": f"{own}_day"},
        "attributes": [_attribute(*item) for item in columns(number)],
        "computed": [
            {
                "name": f"{own}_is_heavy",
                "type": "boolean",
                "expression": f"{{{own}_weight}} > {number}",
                "title": f"Is heavy in {number}",
            }
        ],
        "measures": _measures(number),
        "preAggregations": [
            {
                "name": "by_day",
                "measures": ["count", f"{own}_total"],
                "dimensions": [f"{own}_status", "tenant_id"],
                "time": {"dimension": f"{own}_day", "granularity": "day"},
                "partition": "quarter",
            }
        ],
    }


def _attribute(name: str, kind: str, title: str) -> dict[str, Any]:
    held = {"name": name, "column": name, "type": _TYPES[kind], "nullable": False}
    held |= {"title": title, "description": describe(title)}
    return held | ({"cardinality": {"class": "low"}} if name.endswith("_status") else {})


def _measures(number: int) -> list[dict[str, Any]]:
    own = f"e{number}"
    total = {"type": "sum", "expression": f"{{{own}_amount}}", "title": f"Total of {number}"}
    mean = f"{{{own}_total}} / NULLIF({{count}}, 0)"
    return [
        {"name": "count", "type": "count", "title": f"Count of {number}"},
        {"name": f"{own}_total"} | total,
        {"name": f"{own}_mean", "type": "number", "expression": mean, "title": f"Mean {number}"},
    ]


def _relation(number: int) -> dict[str, Any]:
    return {
        "id": f"rel_{number}",
        "from": f"e{number}",
        "to": f"e{number // 10}",
        "cardinality": "many_to_one",
        "on": [{"from": "parent_id", "to": "id"}],
    }
