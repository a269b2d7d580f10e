"""From a catalogue to the draft of a metamodel document: what the source says, and nothing else.

The document's keys are written here and nowhere else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from metamodel.importers.candidates import Candidate, Drafted
from metamodel.importers.catalogue import Catalogue, Column, Table, TableKind
from metamodel.importers.errors import NothingToImport
from metamodel.importers.identifiers import UNSPEAKABLE, column_sql, snake_case, table_sql
from metamodel.importers.links import find_links
from metamodel.importers.measures import draft_measures
from metamodel.importers.names import member_names, name_everything
from metamodel.importers.report import Noted, Report, Suggestion, Undecided
from metamodel.importers.roles import Joined, give_roles
from metamodel.importers.source_types import attribute_type
from metamodel.model.attribute import AttributeType

Json = dict[str, Any]
_BOTH = 2  # ends of a bridge
_EXACT = 1000
"""Counts above it are estimates that change every day: two digits are enough."""


@dataclass(frozen=True, slots=True)
class DraftSettings:
    """What no source says; `extent` holds the first and last day of rollups."""

    name: str | None
    extent: tuple[date, date]
    extent_known: bool = True  # False: it only fills the place
    views: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A document as plain JSON, and what is to be told about it."""

    document: Json
    report: Report


def draft(catalogue: Catalogue, settings: DraftSettings) -> Draft:
    """The metamodel that a catalogue stands for. Raises NothingToImport."""
    return _Drafting(catalogue, settings).run()


class _Drafting:
    def __init__(self, catalogue: Catalogue, settings: DraftSettings) -> None:
        self._catalogue = catalogue
        self._settings = settings
        self._names = name_everything(catalogue)
        self._undecided = [Undecided(*_fields(item)) for item in catalogue.unread]
        self._suggestions: list[Suggestion] = []
        self._noted: list[Noted] = []

    def run(self) -> Draft:
        entities = [entity for table in self._catalogue.tables if (entity := self._entity(table))]
        if not entities:
            raise NothingToImport(self._catalogue.name)
        drafted = {
            item["name"]: {
                one["name"]: AttributeType(one["type"]).member_type for one in item["attributes"]
            }
            for item in entities
        }
        links, undecided = find_links(self._catalogue, self._names, drafted)
        joined, noted = give_roles(links, self._names)
        document = {
            "specVersion": "0.1.0",
            "formatVersion": "1",
            "name": _model_name(self._settings.name or self._catalogue.name),
            "defaults": {"extent": self._extent()},
            "entities": entities,
            "relations": [_relation(item) for item in joined],
        }
        everything = (*self._undecided, *undecided)
        report = Report(tuple(self._suggestions), everything, (*self._noted, *noted))
        return Draft(document, report)

    def _extent(self) -> Json:
        start, end = self._settings.extent
        if not self._settings.extent_known:
            reason = "no source says for which days rollups are built"
            cure = "Give --extent, or correct it before the first pre-aggregation."
            place = "defaults.extent"
            filled = f"{reason}; {start} to {end} stands there"
            self._undecided.append(Undecided(place, filled, cure))
        return {"start": start.isoformat(), "end": end.isoformat()}

    def _entity(self, table: Table) -> Json | None:
        if table.kind is TableKind.VIEW and not self._settings.views:
            self._undecided.append(
                Undecided(
                    table.place,
                    "a view is left out: it has no key of its own",
                    "Import it with --views, and name its key in the document.",
                )
            )
            return None
        drafted = tuple(self._drafted(table))
        if not drafted:
            cure = "Decide the type of at least one column."
            self._undecided.append(Undecided(table.place, "no column could be imported", cure))
            return None
        name = self._names.entity(table)
        entity: Json = {"id": _entity_id(table), "name": name, "cube": self._names.cubes[name]}
        entity |= _texts(table.name, table.comment)
        entity |= {
            "source": {"table": table_sql(table, self._catalogue.dialect)},
            "keys": {"primary": self._primary_key(table, drafted)},
            "tenancy": {"mode": "shared"},
        }
        entity |= {"rows": _rounded(table.rows)} if table.rows else {}
        times = [item.attribute for item in drafted if item.column.name == table.time]
        entity |= {"time": {"dimension": times[0]}} if times else {}
        entity["attributes"] = [_attribute(table, item) for item in drafted]
        return entity | self._measures(table, entity["id"], entity["cube"], drafted)

    def _measures(
        self, table: Table, identity: str, cube: str, drafted: tuple[Drafted, ...]
    ) -> Json:
        member_name = member_names(cube, (item.attribute for item in drafted))
        measures, undecided = draft_measures(table, drafted, member_name)
        self._undecided.extend(undecided)
        self._suggestions.extend(Candidate(table, identity, drafted).suggestions(member_name))
        self._noted.extend(_facts(table))
        return {"measures": measures}

    def _drafted(self, table: Table) -> Iterator[Drafted]:
        dialect = self._catalogue.dialect
        for column in table.columns:
            place = f"{table.place}.{column.name}"
            kind = attribute_type(column.source_type, dialect) if column.source_type else None
            sql = column_sql(column, dialect)
            if kind and sql:
                yield Drafted(column, self._names.attribute(table, column.name), kind, sql)
                continue
            reason = f"the metamodel has no type for `{column.source_type}`"
            cure = "Add a computed dimension that casts it to a type that says what it means."
            if not column.source_type:
                reason = "the source does not say its type"
                cure = "Declare its `data_type` there, or give dbt's catalog.json with --catalog."
            elif not sql:
                reason = "its name cannot be written in a document"
                cure = "Give it another name in the source, or in a view."
            self._undecided.append(Undecided(place, f"{reason}; it is left out", cure))

    def _primary_key(self, table: Table, drafted: tuple[Drafted, ...]) -> list[str]:
        names = {item.column.name: item.attribute for item in drafted if not item.type.opaque}
        if table.primary_key and all(name in names for name in table.primary_key):
            return [names[name] for name in table.primary_key]
        alternatives = "; ".join(", ".join(key) for key in table.unique)
        if table.primary_key:
            reason = (
                f"its key ({', '.join(table.primary_key)}) has columns that Cube cannot group by"
            )
        elif alternatives:
            reason = f"no primary key; unique: {alternatives}"
        else:
            reason = "no primary key"
        cure = "Name the attributes that tell its rows apart in `keys.primary`, or with --keys."
        self._undecided.append(Undecided(table.place, reason, cure, _entity_id(table)))
        return []


def _model_name(name: str) -> str:
    plain = snake_case(name)
    return plain if plain[:1].isalpha() else f"imported_{plain}".rstrip("_")


def _attribute(table: Table, item: Drafted) -> Json:
    column = item.column
    attribute: Json = {"name": item.attribute, "column": item.sql, "type": item.type.value}
    if not column.nullable or column.name in table.primary_key:
        attribute["nullable"] = False
    attribute |= _texts(column.name, column.comment)
    if all(column.values) and column.values:
        attribute["enum"] = [{"value": value} for value in column.values]
    if (column.name,) in table.unique:
        attribute["constraints"] = {"unique": True}
    cardinality = {} if item.type.opaque else _cardinality(table, column)
    return attribute | ({"cardinality": cardinality} if cardinality else {})


def _cardinality(table: Table, column: Column) -> Json:
    """From keys, else from statistics, else from the values it may hold."""
    if table.is_key((column.name,)):
        return {"class": "unique"}
    if column.distinct is not None:
        return {"distinct": _rounded(column.distinct)}
    return {"class": "low"} if column.values else {}


def _rounded(count: int) -> int:
    digits = len(str(count)) - 2
    return count if count <= _EXACT else round(count, -digits)


def _relation(item: Joined) -> Json:
    columns = "_".join(item.link.columns)
    relation: Json = {
        "id": f"rel_{item.origin}_{columns}_{item.link.target}",
        "from": item.origin,
        "to": item.link.target,
        "cardinality": item.link.cardinality.value,
        "on": [{"from": left, "to": right} for left, right in item.link.on],
    }
    return relation | ({"role": item.role} if item.role else {})


def _facts(table: Table) -> Iterator[Noted]:
    for column in table.columns:
        place = f"{table.place}.{column.name}"
        if not all(column.values):  # an enum of the metamodel has no empty value
            yield Noted(place, f"holds only {', '.join(map(repr, column.values))}")
        if column.generated:
            yield Noted(place, "is worked out by the database")
    for check in table.checks:
        yield Noted(table.place, f"holds only rows where {check}")
    if table.partitions:
        yield Noted(
            table.place, f"has {table.partitions} partitions, which are not imported singly"
        )
    ends = [key for key in table.foreign_keys if set(key.columns) <= set(table.primary_key)]
    bridged = sorted(name for key in ends for name in key.columns)
    if len(ends) == _BOTH and bridged == sorted(table.primary_key):
        names = " and ".join(f"{key.schema}.{key.table}" for key in ends)
        yield Noted(table.place, f"is a bridge: its key is made of its keys to {names}")


def _texts(name: str, comment: str | None) -> Json:
    """A title where the name had to lose blanks or letters, and the comment."""
    title = None if re.fullmatch(r"[A-Za-z0-9_$]+", name) else name
    texts = {"title": title, "description": (comment or "").strip()}
    return {key: text for key, text in texts.items() if text and text.lower() not in UNSPEAKABLE}


def _entity_id(table: Table) -> str:
    return f"ent_{table.schema}.{table.name}"


def _fields(item: Any) -> tuple[str, str, str]:
    return item.place, item.reason, item.cure
