"""TPC-H's own generator and published answers, as DuckDB's extension from a wheel has them."""

import contextlib
import importlib.util
from collections.abc import Iterator
from pathlib import Path

import duckdb

from metamodel.modelgen.smoke import published_rows
from ops.tpch.errors import GeneratorMissing, NoPublishedAnswers


@contextlib.contextmanager
def generator() -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB in memory with TPC-H's functions; loaded by path, so nothing is fetched."""
    spec = importlib.util.find_spec("duckdb_extension_tpch")
    if spec is None or spec.origin is None:
        raise GeneratorMissing("duckdb_extension_tpch")
    extension = next(Path(spec.origin).parent.rglob("tpch.duckdb_extension"), None)
    if extension is None:
        raise GeneratorMissing("tpch.duckdb_extension")
    with duckdb.connect() as connection:
        connection.execute(f"LOAD '{extension}'")
        yield connection


Rows = tuple[tuple[str | None, ...], ...]


def answers(scale_factor: float = 0.01) -> dict[int, Rows]:
    """The published answer of each of the 22 queries: rows of texts, None for no value.

    Raises NoPublishedAnswers.
    """
    with generator() as connection:
        found = connection.execute(
            "SELECT query_nr, answer FROM tpch_answers() WHERE scale_factor = ? ORDER BY query_nr",
            [scale_factor],
        ).fetchall()
    if not found:
        raise NoPublishedAnswers(str(scale_factor))
    return {number: published_rows(text) for number, text in found}
