"""Names of a source as SQL writes them, and as the metamodel does."""

import re
import unicodedata

from metamodel.importers.catalogue import Column, Dialect, Table
from metamodel.kernel.canonical import fingerprint
from metamodel.model.reserved import reserved_in_sql

LONGEST = 63
"""Bytes of an identifier in Postgres, whose limit is the narrowest."""

UNSPEAKABLE = frozenset({"f", "fr", "rf"})
"""Texts that Cube cannot read, because they are prefixes of Python's f-strings."""

_FOLDS_UP = frozenset({Dialect.SNOWFLAKE})
_IGNORES_CASE = frozenset({Dialect.BIGQUERY, Dialect.DATABRICKS, Dialect.REDSHIFT})
_BACKTICKS = frozenset({Dialect.BIGQUERY, Dialect.DATABRICKS})
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_$]*")
_LOWER = re.compile(r"[a-z_][a-z0-9_$]*")
_QUOTABLE = re.compile(r'[^"{}\\]+')
_MARK = 6
_SPELT_OUT = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d"})


def column_sql(column: Column, dialect: Dialect) -> str | None:
    """A column as SQL names it; None if the metamodel cannot hold it.

    Quoted where the bare name would mean another column, and never otherwise: quotes make a name
    case-sensitive where it was not.
    """
    if _may_stand_bare(column.name, dialect, quoted=column.quoted):
        return column.name
    if dialect in _BACKTICKS or not _QUOTABLE.fullmatch(column.name):
        return None
    return f'"{column.name}"'


def table_sql(table: Table, dialect: Dialect) -> str:
    """A table as SQL names it, with its schema."""
    if table.sql_name:
        return table.sql_name
    return ".".join(_quoted(part, dialect) for part in (table.schema, table.name))


def snake_case(name: str) -> str:
    """Letters, digits and `_`, without accents and capitals; empty if nothing is left."""
    flat = (
        unicodedata.normalize("NFKD", name.translate(_SPELT_OUT)).encode("ascii", "ignore").decode()
    )
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", flat)
    return re.sub(r"[^a-z0-9]+", "_", parted.lower()).strip("_")


def shortened(name: str, longest: int) -> str:
    """A name of at most `longest` bytes; what is cut off leaves a mark to tell it by."""
    if len(name) <= longest:
        return name
    return f"{name[: longest - _MARK - 1].rstrip('_')}_{fingerprint(name)[:_MARK]}"


def _quoted(name: str, dialect: Dialect) -> str:
    if _may_stand_bare(name, dialect, quoted=False):
        return name
    mark = "`" if dialect in _BACKTICKS else '"'
    return f"{mark}{name.replace(mark, mark * 2)}{mark}"


def _may_stand_bare(name: str, dialect: Dialect, *, quoted: bool) -> bool:
    if quoted or name.lower() in reserved_in_sql():
        return False
    any_case = dialect in _IGNORES_CASE or dialect in _FOLDS_UP
    return bool((_PLAIN if any_case else _LOWER).fullmatch(name))
