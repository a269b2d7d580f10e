"""Which reader a data source name asks for."""

import contextlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from metamodel.importers.catalogue import Catalogue
from metamodel.importers.errors import NothingToImport, ReaderMissing, SourceNotUnderstood

_POSTGRES = ("postgresql://", "postgres://")
_DUCKDB = "duckdb:"
_FILES = frozenset({".duckdb", ".ddb", ".db"})


def read_source(
    dsn: str, schemas: Sequence[str] = (), *, statistics: bool = True, timeout_s: float = 60.0
) -> Catalogue:
    """The catalogue of a database; every call ends within `timeout_s`.

    Raises SourceNotUnderstood, SourceUnreachable, SourceRefused, ReaderMissing, NothingToImport.
    """
    with contextlib.ExitStack() as stack:
        if path := _duckdb_path(dsn):
            if importlib.util.find_spec("duckdb") is None:  # images have no embedded databases
                raise ReaderMissing("duckdb")
            from metamodel.importers import catalogue_duckdb as duck  # noqa: PLC0415 - heavy

            connection = stack.enter_context(duck.open_duckdb(path))
            reader = duck.DuckDbCatalogue(connection, timeout_s=timeout_s)
            return _complete(reader.read(schemas, statistics=statistics), schemas)
        if dsn.startswith(_POSTGRES) or "dbname=" in dsn:
            from metamodel.importers import catalogue_postgres as pg  # noqa: PLC0415 - heavy

            session = stack.enter_context(pg.open_postgres(dsn, timeout_s=timeout_s))
            return _complete(
                pg.PostgresCatalogue(session).read(schemas, statistics=statistics), schemas
            )
    scheme = urlsplit(dsn).scheme if "://" in dsn else "no scheme"
    raise SourceNotUnderstood(scheme)


def _complete(catalogue: Catalogue, schemas: Sequence[str]) -> Catalogue:
    """The catalogue, if every schema that was named has tables."""
    found = {item.schema for item in catalogue.tables}
    for schema in schemas:
        if schema not in found:
            raise NothingToImport(catalogue.name, f"schema `{schema}` has no table to be read")
    return catalogue


def _duckdb_path(dsn: str) -> Path | None:
    if dsn.startswith(_DUCKDB):
        return Path(unquote(dsn.removeprefix(_DUCKDB).removeprefix("//")))
    return Path(dsn) if "=" not in dsn and Path(dsn).suffix in _FILES else None
