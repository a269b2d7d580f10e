"""dbt manifests in the form that dbt writes them, with only what imports read."""

import json
from typing import Any

Json = dict[str, Any]


def model(name: str, columns: dict[str, str | Json | None], **more: Any) -> Json:
    """A node with these columns: a data type, or all keys of the column."""
    schema = more.pop("schema", "marts")
    kind = more.pop("resource_type", "model")
    return {
        "unique_id": f"{kind}.shop.{name}",
        "resource_type": kind,
        "name": name,
        "alias": name,
        "schema": schema,
        "relation_name": f'"dev"."{schema}"."{name}"',
        "description": "",
        "config": {"materialized": "table"},
        "constraints": [],
        "columns": {
            key: {"name": key, "description": "", "constraints": [], "quote": None}
            | (value if isinstance(value, dict) else {"data_type": value})
            for key, value in columns.items()
        },
        **more,
    }


def generic_test(kind: str, node: str, column: str | None = None, **kwargs: Any) -> Json:
    """A generic test of a model; `to` names another model, `config` its configuration."""
    config = {"enabled": True, "severity": "ERROR", "where": None, "limit": None}
    config |= kwargs.pop("config", {})
    owner = f"model.shop.{node}"
    others = (
        [f"model.shop.{kwargs['to'].split(chr(39))[1]}"] if "ref(" in kwargs.get("to", "") else []
    )
    return {
        "unique_id": f"test.shop.{kind}_{node}_{column}_{len(json.dumps(kwargs))}",
        "resource_type": "test",
        "column_name": column,
        "attached_node": owner,
        "test_metadata": {
            "name": kind,
            "namespace": None,
            "kwargs": {"column_name": column, "model": "{{ get_where_subquery(...) }}", **kwargs},
        },
        "config": config,
        "depends_on": {"nodes": [*others, owner]},
    }


def semantic(name: str, node: str, **more: Any) -> Json:
    """A semantic model over a model."""
    return {
        "name": name,
        "model": f"ref('{node}')",
        "depends_on": {"nodes": [f"model.shop.{node}"]},
        "defaults": None,
        "entities": [],
        "dimensions": [],
        "measures": [],
        **more,
    }


def manifest(
    *nodes: Json, version: int = 12, adapter: str = "postgres", **more: Any
) -> dict[str, Any]:
    """A whole manifest of these nodes."""
    return {
        "metadata": {
            "dbt_schema_version": f"https://schemas.getdbt.com/dbt/manifest/v{version}.json",
            "project_name": "shop",
            "adapter_type": adapter,
        },
        "nodes": {node["unique_id"]: node for node in nodes},
        "sources": {},
        "semantic_models": {},
        "metrics": {},
        **more,
    }
