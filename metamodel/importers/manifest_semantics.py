"""What the semantic models of a dbt project say: measures, times, keys, joins."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from metamodel.importers.catalogue import DeclaredMeasure, ForeignKey, Table, Unread

Json = Mapping[str, Any]


@dataclass(slots=True)
class Semantics:
    """The tables with what semantic models add, by node, and what could not be added."""

    tables: dict[str, Table]
    unread: list[Unread] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Key:
    """A semantic entity that tells rows of a table apart."""

    node: str
    column: str


def read_semantics(manifest: Json, tables: Mapping[str, Table]) -> Semantics:
    """Semantic models read onto their models' tables; metrics are counted, not imported."""
    found = Semantics(dict(tables))
    models = [item for _, item in sorted((manifest.get("semantic_models") or {}).items())]
    owned = [(item, node) for item in models if (node := _node(item, tables, found.unread))]
    for item, node in owned:
        found.tables[node] = _with_own(found.tables[node], item)
    keys = _keys(owned, found.tables)
    for item, node in owned:
        found.tables[node] = _with_joins(found, item, node, keys)
    metrics = len(manifest.get("metrics") or {})
    if metrics:
        reason = f"{metrics} metrics are not imported"
        found.unread.append(Unread("metrics", reason, "Write those that matter as measures."))
    return found


def _node(item: Json, tables: Mapping[str, Table], unread: list[Unread]) -> str | None:
    """The model under a semantic model."""
    depends = [name for name in (item.get("depends_on") or {}).get("nodes") or () if name in tables]
    if len(depends) == 1:
        return str(depends[0])
    reason = f"the model under it (`{item.get('model')}`) is not imported"
    unread.append(Unread(f"semantic model {item.get('name')}", reason, "Import its schema too."))
    return None


def _with_own(table: Table, item: Json) -> Table:
    measures = tuple(_measure(one) for one in item.get("measures") or ())
    dimension = (item.get("defaults") or {}).get("agg_time_dimension")
    times = {
        one["name"]: one.get("expr") or one["name"]
        for one in item.get("dimensions") or ()
        if one.get("type") == "time"
    }
    time = times.get(dimension) if dimension else None
    primary = [_column(one) for one in item.get("entities") or () if one.get("type") == "primary"]
    key = table.primary_key
    if not key and len(primary) == 1 and table.column(primary[0]):
        key = (primary[0],)
    return replace(
        table,
        measures=(*table.measures, *measures),
        time=time if time and table.column(time) else table.time,
        primary_key=key,
    )


def _keys(owned: list[tuple[Json, str]], tables: Mapping[str, Table]) -> dict[str, list[_Key]]:
    """Where the rows of each semantic entity are told apart."""
    found: dict[str, list[_Key]] = {}
    for item, node in owned:
        for one in item.get("entities") or ():
            if one.get("type") in {"primary", "unique"} and tables[node].column(_column(one)):
                found.setdefault(one["name"], []).append(_Key(node, _column(one)))
    return found


def _with_joins(found: Semantics, item: Json, node: str, keys: Mapping[str, list[_Key]]) -> Table:
    table = found.tables[node]
    known = {key.columns for key in table.foreign_keys}
    added: list[ForeignKey] = []
    for one in item.get("entities") or ():
        column = _column(one)
        if one.get("type") != "foreign" or (column,) in known or not table.column(column):
            continue
        targets = [key for key in keys.get(one["name"], ()) if key.node != node]
        if len(targets) == 1:
            target = found.tables[targets[0].node]
            key = ForeignKey((column,), target.schema, target.name, (targets[0].column,))
            added.append(replace(key, origin=f"semantic entity `{one['name']}`"))
        else:
            found.unread.append(_unjoined(table, column, one["name"], targets))
    return replace(table, foreign_keys=(*table.foreign_keys, *added))


def _unjoined(table: Table, column: str, name: str, targets: list[_Key]) -> Unread:
    several = f"is primary in {len(targets)} semantic models" if targets else "is primary nowhere"
    cure = "Write the relation in the document."
    return Unread(f"{table.place}.{column}", f"the semantic entity `{name}` {several}", cure)


def _measure(item: Json) -> DeclaredMeasure:
    aggregation = str(item.get("agg"))
    if item.get("non_additive_dimension"):
        aggregation = f"{aggregation} over a non-additive dimension"
    expression = item.get("expr")
    return DeclaredMeasure(
        item["name"],
        aggregation,
        None if expression is None else str(expression),
        item.get("label") or None,
        item.get("description") or None,
    )


def _column(entity: Json) -> str:
    return str(entity.get("expr") or entity["name"])
