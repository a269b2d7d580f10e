"""A small metamodel with every type, policies of each kind, and rows of five tenants."""

import json
from collections.abc import Mapping
from typing import Any

from metamodel.model.load import load
from metamodel.model.metamodel import Metamodel
from presence_api.caller import Caller
from presence_api.entities.catalogue.view import EntityView, entity_view
from presence_api.ports.entity_store import JsonScalar

TENANTS = ("acme", "globex", "hooli", "initech", "umbrella")
TABLE = ("public", "gadget")
COLUMNS: Mapping[str, tuple[str, str]] = {
    "gadget_id": ("bigint", "bigint NOT NULL PRIMARY KEY"),
    "tenant_id": ("string", "text NOT NULL"),
    "name": ("string", "text"),
    "note": ("text", "text"),
    "status": ("string", "text NOT NULL"),
    "amount": ("decimal", "numeric(30,10)"),
    "weight": ("float", "float8"),
    "size": ("integer", "int"),
    "sold": ("boolean", "boolean"),
    "made": ("date", "date"),
    "seen": ("timestamptz", "timestamptz"),
    "stamp": ("timestamp", "timestamp"),
    "opens": ("time", "time"),
    "code": ("uuid", "uuid"),
    "email": ("string", "text"),
    "margin": ("decimal", "numeric"),
    "pin": ("string", "text"),
    "extra": ("json", "jsonb"),
    "deleted_at": ("timestamptz", "timestamptz"),
    "updated_at": ("timestamptz", "timestamptz NOT NULL"),
}
"""By column: its type in the metamodel, and in Postgres."""
DDL = (
    "CREATE TABLE public.gadget ("
    + ", ".join(f"{name} {kind}" for name, (_, kind) in COLUMNS.items())
    + ", version bigint NOT NULL)"
)
_MORE: Mapping[str, Mapping[str, Any]] = {
    "gadget_id": {"nullable": False},
    "tenant_id": {"nullable": False},
    "name": {
        "editable": "always",
        "constraints": {"minLength": 2, "maxLength": 8, "pattern": "[a-z]+"},
    },
    "status": {
        "nullable": False,
        "editable": "always",
        "enum": [{"value": "open"}, {"value": "done"}],
    },
    "amount": {"editable": "always", "constraints": {"minimum": 0, "maximum": 100.5}},
    "made": {"editable": "always"},
    "email": {"classification": "pii", "mask": {"text": "***"}, "editable": "always"},
    "pin": {"classification": "secret"},
    "extra": {"editable": "always"},
    "updated_at": {"nullable": False},
}
_TENANCY = {"member": "tenant_id", "operator": "equals", "claim": "tenant"}
_ACCESS = [
    {"groups": ["admin"], "allRows": True},
    {
        "groups": ["analyst"],
        "filters": [_TENANCY],
        "excludes": ["email", "margin"],
        "masking": {"includes": ["email"]},
    },
    {
        "groups": ["seller"],
        "filters": [_TENANCY, {"member": "name", "operator": "in", "claim": "names"}],
        "excludes": ["amount", "margin"],
    },
    {
        "groups": ["auditor"],
        "conditions": ["{ securityContext.sworn }"],
        "filters": [_TENANCY],
        "includes": ["gadget_id", "margin"],
    },
]


def document(**changes: Any) -> dict[str, Any]:
    """The metamodel as JSON; `changes` are of the entity `gadget`."""
    gadget = {
        "id": "ent_gadget",
        "name": "gadget",
        "cube": "gadget",
        "source": {"table": "public.gadget"},
        "keys": {"primary": ["gadget_id"]},
        "tenancy": {"mode": "required", "attribute": "tenant_id"},
        "versioning": {"column": "version"},
        "softDelete": {"attribute": "deleted_at", "mode": "timestamp"},
        "access": _ACCESS,
        "attributes": [
            {"name": name, "column": name, "type": kind, **_MORE.get(name, {})}
            for name, (kind, _) in COLUMNS.items()
        ],
    }
    return {
        "specVersion": "1.0.0",
        "formatVersion": "1",
        "name": "gadgets",
        "defaults": {
            "extent": {"start": "2026-01-01", "end": "2026-12-31"},
            "tenancy": {"claim": "tenant", "adminGroups": ["admin"], "tenantGroups": ["analyst"]},
        },
        "entities": [gadget | changes],
    }


def model(**changes: Any) -> Metamodel:
    """The metamodel; `changes` are of the entity `gadget`, None takes a key away."""
    found = document(**changes)
    found["entities"][0] = {
        key: value for key, value in found["entities"][0].items() if value is not None
    }
    return load(json.dumps(found)).require()


MODEL = model()


def caller(*groups: str, tenant: str = "acme", **claims: Any) -> Caller:
    """Somebody of a tenant and of groups."""
    return Caller(tenant, "anna", frozenset(groups), claims)


def view(*groups: str, tenant: str = "acme", **claims: Any) -> EntityView:
    """The gadgets as somebody sees them."""
    return entity_view(MODEL, "gadget", caller(*groups, tenant=tenant, **claims))


def row(number: int, **values: JsonScalar) -> dict[str, JsonScalar]:
    """A row of `acme` by column, with NULL wherever it may be."""
    return {
        **dict.fromkeys(COLUMNS),
        "gadget_id": number,
        "tenant_id": "acme",
        "status": "open",
        "updated_at": "2026-01-01T00:00:00Z",
        "version": 1,
        **values,
    }


def varied(number: int) -> dict[str, JsonScalar]:
    """A row whose values follow from its number: few of each kind, some NULL, of some tenant."""

    def one_of(*values: JsonScalar, by: int = 1) -> JsonScalar:
        return values[number // by % len(values)]

    return row(
        number,
        tenant_id=one_of(*TENANTS),
        name=one_of("ada", "bob", None, "cy", by=2),
        note=one_of("a note", None, by=3),
        status=one_of("open", "done"),
        amount=one_of("1.5000000000", "-2.0000000000", None, "12345678901234567.8900000000"),
        weight=one_of(0.1, None, 2.5, by=3),
        size=one_of(3, 1, None, 2, by=5),
        sold=one_of(True, False, None),
        made=one_of("2026-01-01", None, "1995-03-15", by=2),
        seen=one_of("2026-01-01T00:00:00Z", None, "2026-01-01T00:00:00.000001Z", by=7),
        stamp=one_of("2026-01-01T00:00:00Z", None, by=2),
        opens=one_of("09:30:00", "23:59:59.5", None, by=4),
        code=one_of(None, "6f1ac1a4-28d5-4c0e-a9d7-3a3a8f0f7c11"),
        email=f"someone-{number}@example.org",
        margin=f"{number}.77",
        pin=f"pin-{number}",
        deleted_at=one_of(*[None] * 6, "2026-02-01T00:00:00Z"),
        version=number % 3 + 1,
    )
