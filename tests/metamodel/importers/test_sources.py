import importlib.util
from importlib.machinery import ModuleSpec
from pathlib import Path

import duckdb
import pytest

from metamodel.importers.errors import (
    NothingToImport,
    ReaderMissing,
    SourceNotUnderstood,
    SourceUnreachable,
)
from metamodel.importers.sources import read_source


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with duckdb.connect(str(tmp_path / "my shop.duckdb")) as connection:
        connection.execute("CREATE TABLE orders (id BIGINT PRIMARY KEY)")
    return tmp_path / "my shop.duckdb"


@pytest.mark.parametrize("form", ["duckdb:{}", "duckdb://{}", "{}"])
def test_a_duckdb_file_by_path_or_address(form: str, file: Path) -> None:
    (table,) = read_source(form.format(file)).tables
    assert table.name == "orders"


def test_an_address_may_be_percent_encoded(file: Path) -> None:
    assert read_source(f"duckdb://{file}".replace(" ", "%20")).tables


@pytest.mark.parametrize("dsn", ["mysql://host/shop", "shop", "", "host=nowhere"])
def test_other_sources_are_not_understood(dsn: str) -> None:
    with pytest.raises(SourceNotUnderstood):
        read_source(dsn)


def test_what_is_not_understood_is_not_repeated_with_its_password() -> None:
    with pytest.raises(SourceNotUnderstood) as refused:
        read_source("mysql://me:secret@host/shop")
    assert "secret" not in refused.value.explain()


@pytest.mark.parametrize(
    "dsn",
    ["postgresql://me:secret@127.0.0.1:1/shop", "host=127.0.0.1 port=1 dbname=x password=secret"],
)
def test_a_server_that_is_away_is_named_without_its_password(dsn: str) -> None:
    with pytest.raises(SourceUnreachable, match=r"host=127\.0\.0\.1 port=1") as refused:
        read_source(dsn, timeout_s=2)
    assert "secret" not in refused.value.explain()


def test_a_schema_without_tables_is_named(file: Path) -> None:
    with pytest.raises(NothingToImport, match="schema `sales`"):
        read_source(str(file), ["main", "sales"])


def test_a_reader_that_is_not_installed_is_named(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = importlib.util.find_spec

    def without_duckdb(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == "duckdb" else found(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", without_duckdb)
    with pytest.raises(ReaderMissing, match="duckdb"):
        read_source(str(file))
