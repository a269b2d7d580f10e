"""A table of a million rows, ten tenants', and the metamodel that serves it."""

import json
from typing import Any, Final

import psycopg

from metamodel.model.load import load
from metamodel.model.metamodel import Metamodel

ROWS: Final = 1_000_000
TENANTS: Final = 10
TENANT: Final = "tenant-3"
TABLE: Final = """
CREATE TABLE public.item (
    id         bigint PRIMARY KEY,
    tenant_id  text NOT NULL,
    kind       text NOT NULL,
    name       text NOT NULL,
    amount     numeric(12, 2) NOT NULL,
    made       date NOT NULL,
    version    bigint NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL DEFAULT now()
)
"""
_FILL: Final = """
INSERT INTO public.item (id, tenant_id, kind, name, amount, made)
SELECT n, 'tenant-' || n %% %s, 'kind-' || n / 10 %% 7, 'item number ' || n, n %% 9973 / 7.0,
       DATE '2020-01-01' + (n / 10 * 7919 %% 2000)::int
FROM generate_series(1, %s) AS n
"""
_INDEX: Final = "CREATE INDEX ON public.item (tenant_id, made, id)"


def fill(url: str) -> None:
    """Make the table."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(TABLE)
        connection.execute(_FILL, (TENANTS, ROWS))
        connection.execute(_INDEX)
        connection.execute("VACUUM ANALYZE public.item")


def item_model() -> Metamodel:
    """The one entity, with no rollup."""
    types = {
        "id": "bigint",
        "tenant_id": "string",
        "kind": "string",
        "name": "string",
        "amount": "decimal",
        "made": "date",
        "updated_at": "timestamptz",
    }
    return load(json.dumps(_document(types))).require()


def _document(types: dict[str, str]) -> dict[str, Any]:
    fixed = {"id", "tenant_id", "updated_at"}
    return {
        "specVersion": "1.0.0",
        "formatVersion": "1",
        "name": "million",
        "defaults": {
            "extent": {"start": "2020-01-01", "end": "2026-12-31"},
            "tenancy": {"claim": "tenant", "adminGroups": ["admin"], "tenantGroups": ["analyst"]},
        },
        "entities": [
            {
                "id": "ent_item",
                "name": "item",
                "cube": "items",
                "source": {"table": "public.item"},
                "keys": {"primary": ["id"]},
                "tenancy": {"mode": "required", "attribute": "tenant_id"},
                "versioning": {"column": "version"},
                "attributes": [
                    {
                        "name": name,
                        "column": name,
                        "type": kind,
                        "nullable": False,
                        "editable": "never" if name in fixed else "always",
                    }
                    for name, kind in types.items()
                ],
            }
        ],
    }
