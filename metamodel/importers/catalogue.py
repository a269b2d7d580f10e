"""What a source says of its tables, without the technology it says it in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Dialect(StrEnum):
    """Whose type names and quoting rules a catalogue uses."""

    POSTGRES = "postgres"
    DUCKDB = "duckdb"
    SNOWFLAKE = "snowflake"
    BIGQUERY = "bigquery"
    REDSHIFT = "redshift"
    DATABRICKS = "databricks"


class TableKind(StrEnum):
    """What the rows come from."""

    TABLE = "table"
    VIEW = "view"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `source_type` is None where the source does not say."""

    name: str
    source_type: str | None
    nullable: bool = True
    comment: str | None = None
    values: tuple[str, ...] = ()  # the only ones it may hold, in the source's order
    generated: bool = False  # the database works it out from others
    quoted: bool = False  # the source insists on quotes
    distinct: int | None = None  # counted or estimated by the source


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns whose values are found in another table, or in the same one."""

    columns: tuple[str, ...]
    schema: str
    table: str
    target_columns: tuple[str, ...]
    origin: str = "foreign key"  # what says so, for reports


@dataclass(frozen=True, slots=True)
class DeclaredMeasure:
    """An aggregate that the source itself declares; `expression` is SQL over its columns."""

    name: str
    aggregation: str
    expression: str | None
    title: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """Something the source says that no reader can turn into a fact."""

    place: str
    reason: str
    cure: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table or view with everything the source says about it."""

    schema: str
    name: str
    columns: tuple[Column, ...]
    kind: TableKind = TableKind.TABLE
    primary_key: tuple[str, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    checks: tuple[str, ...] = ()  # conditions that are more than a list of values
    comment: str | None = None
    rows: int | None = None
    partitions: int = 0
    sql_name: str | None = None  # as the source itself writes it; None: schema and name
    measures: tuple[DeclaredMeasure, ...] = ()
    time: str | None = None  # the column that the source itself calls the time of its rows

    @property
    def place(self) -> str:
        """How reports name it."""
        return f"{self.schema}.{self.name}"

    def column(self, name: str) -> Column | None:
        """The column of that name."""
        return next((item for item in self.columns if item.name == name), None)

    def is_key(self, columns: tuple[str, ...]) -> bool:
        """Do these columns tell its rows apart, by declaration?"""
        given = set(columns)
        keys = [self.primary_key, *self.unique]
        return any(key and set(key) <= given for key in keys)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All tables read from one source, in the source's order of schemas, then by name."""

    name: str
    dialect: Dialect
    tables: tuple[Table, ...]
    unread: tuple[Unread, ...] = ()
    by_place: Mapping[tuple[str, str], Table] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        places = {(item.schema, item.name): item for item in self.tables}
        object.__setattr__(self, "by_place", places)

    def table(self, schema: str, name: str) -> Table | None:
        """The table of that schema and name."""
        return self.by_place.get((schema, name))
