"""What a dbt project says of its models: manifest v10 to v12 (dbt 1.6 and later)."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from metamodel.importers.catalogue import (
    Catalogue,
    Column,
    Dialect,
    ForeignKey,
    Table,
    Unread,
)
from metamodel.importers.errors import ManifestRefused
from metamodel.importers.manifest_semantics import read_semantics
from metamodel.importers.manifest_tests import Tests, place_of, read_tests
from metamodel.importers.manifest_types import read_types, with_types
from metamodel.importers.value_lists import value_list

Json = Mapping[str, Any]
VERSIONS = (10, 11, 12)
_VERSION = re.compile(r".*/manifest/v(\d+)\.json")
_KINDS = frozenset({"model", "seed", "snapshot"})
_TARGET = re.compile(
    r"\s*(?:references\s+)?(?P<table>.+?)\s*\((?P<columns>[^()]+)\)\s*", re.IGNORECASE
)


def read_manifest(
    text: str, schemas: Sequence[str] = (), *, catalog: str | None = None
) -> Catalogue:
    """Models, seeds and snapshots as tables; all schemas unless some are named.

    `catalog` is dbt's `catalog.json`, which knows the types that the manifest leaves out. Raises
    ManifestRefused for what is no manifest of a known version or adapter.
    """
    manifest = _parsed(text)
    types = read_types(catalog) if catalog is not None else {}
    try:
        return _catalogue(manifest, types, tuple(schemas))
    except (AttributeError, KeyError, TypeError) as error:
        raise ManifestRefused("it has another form than dbt writes", repr(error)) from error


def _catalogue(manifest: dict[str, Any], types: Json, schemas: tuple[str, ...]) -> Catalogue:
    nodes = {
        key: with_types(node, types.get(key, {}))
        for key, node in sorted(manifest["nodes"].items())
        if _is_table(node)
    }
    reader = _Reader(nodes, read_tests(manifest, nodes))
    tables = {key: reader.table(key, node) for key, node in nodes.items()}
    semantics = read_semantics(manifest, tables)
    found = [item for item in semantics.tables.values() if not schemas or item.schema in schemas]
    places = schemas or tuple(sorted({item.schema for item in found}))
    found.sort(key=lambda item: (places.index(item.schema), item.name))
    metadata = manifest["metadata"]
    name = str(metadata.get("project_name") or "dbt")
    unread = (*reader.tests.unread, *reader.unread, *semantics.unread)
    return Catalogue(name, Dialect(metadata["adapter_type"]), tuple(found), unread)


def _is_table(node: Json) -> bool:
    config = node.get("config") or {}
    return node.get("resource_type") in _KINDS and config.get("materialized") != "ephemeral"


def _parsed(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ManifestRefused("this is not JSON", str(error)) from error
    metadata = found.get("metadata") if isinstance(found, dict) else None
    if not isinstance(metadata, dict) or not isinstance(found.get("nodes"), dict):
        raise ManifestRefused("it has no `metadata` and `nodes`")
    schema = str(metadata.get("dbt_schema_version"))
    match = _VERSION.fullmatch(schema)
    if match is None or int(match.group(1)) not in VERSIONS:
        raise ManifestRefused(f"its version is `{schema}`")
    if metadata.get("adapter_type") not in set(Dialect):
        known = ", ".join(Dialect)
        raise ManifestRefused(f"its adapter `{metadata.get('adapter_type')}` is none of {known}")
    return dict(found)


@dataclass(slots=True)
class _Reader:
    nodes: Mapping[str, Json]
    tests: Tests
    unread: tuple[Unread, ...] = ()

    def table(self, key: str, node: Json) -> Table:
        """One node with its constraints and what its tests prove."""
        schema, name = place_of(node)
        tests, rules = self.tests.of(key), _constraints(node)
        not_null = tests.not_null | {one for item in _of("not_null", rules) for one in item}
        values = {**tests.values, **_check_values(rules)}
        primary = next(_of("primary_key", rules), ())
        unique = tests.unique | set(_of("unique", rules))
        proven = [one for one in sorted(unique) if set(one) <= not_null]
        if not primary and len(proven) == 1:
            (primary,) = proven
        checks = (rule["expression"] or "" for rule in rules if rule["type"] == "check")
        return Table(
            schema,
            name,
            columns=tuple(
                _column(item, item["name"] in not_null, values.get(item["name"], ()))
                for item in (node.get("columns") or {}).values()
            ),
            primary_key=primary,
            unique=tuple(sorted(unique - {primary})),
            foreign_keys=(*self._foreign_keys(node, rules), *tests.foreign_keys),
            checks=tuple(text for text in checks if text and not value_list(text)),
            comment=node.get("description") or None,
            sql_name=node.get("relation_name") or None,
        )

    def _foreign_keys(self, node: Json, rules: Sequence[Json]) -> list[ForeignKey]:
        found: list[ForeignKey] = []
        for rule in rules:
            if rule["type"] != "foreign_key":
                continue
            match = _TARGET.fullmatch(rule["expression"] or "")
            to = rule["to"] or (match and match.group("table"))
            columns = rule["to_columns"] or (
                match and [part.strip().strip('"`') for part in match.group("columns").split(",")]
            )
            target = self._resolved(str(to))
            if target and columns and len(columns) == len(rule["columns"]):
                key = ForeignKey(rule["columns"], *target, tuple(columns), "constraint")
                found.append(key)
            else:
                place = f"{'.'.join(place_of(node))}({', '.join(rule['columns'])})"
                reason = f"its constraint leads to `{to or rule['expression']}`, which is no model"
                cure = "Import what it leads to, or leave the relation out."
                self.unread = (*self.unread, Unread(place, reason, cure))
        return found

    def _resolved(self, to: str) -> tuple[str, str] | None:
        """Schema and name of the only node that a relation's name can mean."""
        wanted = _parts(to)
        found = [
            place_of(node)
            for node in self.nodes.values()
            if wanted and _parts(str(node.get("relation_name") or ""))[-len(wanted) :] == wanted
        ]
        return found[0] if len(found) == 1 else None


def _column(item: Json, not_null: bool, values: tuple[str, ...]) -> Column:
    return Column(
        name=item["name"],
        source_type=item.get("data_type") or None,
        nullable=not not_null,
        comment=item.get("description") or None,
        values=values,
        quoted=bool(item.get("quote")),
    )


def _constraints(node: Json) -> list[Json]:
    """Those of the model and those of its columns in one form."""
    found = [
        _constraint(item, tuple(item.get("columns") or ()))
        for item in node.get("constraints") or ()
    ]
    for column in (node.get("columns") or {}).values():
        found += [_constraint(item, (column["name"],)) for item in column.get("constraints") or ()]
    return found


def _of(kind: str, rules: Sequence[Json]) -> Iterator[tuple[str, ...]]:
    """The columns of each constraint of that kind."""
    return (rule["columns"] for rule in rules if rule["type"] == kind)


def _constraint(item: Json, columns: tuple[str, ...]) -> Json:
    return {
        "type": item.get("type"),
        "columns": columns,
        "expression": item.get("expression"),
        "to": item.get("to"),
        "to_columns": item.get("to_columns"),
    }


def _check_values(rules: Sequence[Json]) -> dict[str, tuple[str, ...]]:
    lists = (value_list(rule["expression"] or "") for rule in rules if rule["type"] == "check")
    return {item.column: item.values for item in lists if item}


def _parts(relation: str) -> list[str]:
    return [part.strip('"`[] ').lower() for part in relation.split(".") if part.strip('"`[] ')]
