"""`rampart modelgen import`."""

import json
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest

from ops.cli._import import base_of
from ops.cli.main import run
from tests.metamodel.importers.manifests import manifest, model

Output = pytest.CaptureFixture[str]
SHOP = (
    "CREATE TABLE buyer (id BIGINT PRIMARY KEY, name VARCHAR, since DATE NOT NULL)",
    """CREATE TABLE purchase (id BIGINT PRIMARY KEY, buyer_id BIGINT REFERENCES buyer (id),
       placed_at TIMESTAMP NOT NULL, amount DECIMAL(10, 2))""",
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    change(*SHOP)
    return tmp_path


def change(*statements: str) -> None:
    """Run statements in the database `shop.duckdb` of the working folder."""
    with duckdb.connect("shop.duckdb") as connection:
        for statement in statements:
            connection.execute(statement)


def sql(*words: str) -> int:
    return run(["modelgen", "import", "sql", "duckdb:shop.duckdb", "--out", "shop.json", *words])


def document() -> Any:
    return json.loads(Path("shop.json").read_text())


def edit(**entities: dict[str, Any]) -> None:
    """Change entities of the document by hand."""
    made = document()
    for item in made["entities"]:
        item.update(entities.get(item["name"], {}))
    Path("shop.json").write_text(json.dumps(made))


@pytest.mark.parametrize("verb", ["sql", "dbt"])
def test_each_verb_explains_itself_with_an_example(verb: str, capsys: Output) -> None:
    assert run(["modelgen", "import", verb, "--help"]) == 0
    assert f"\n  rampart modelgen import {verb}" in capsys.readouterr().out


def test_an_import_writes_the_document_and_what_the_next_one_merges_with(
    folder: Path, capsys: Output
) -> None:
    assert sql("--accept", "time", "--extent", "2024-01-01", "2026-12-31") == 0
    made = document()
    assert (made["name"], made["defaults"]["extent"]["start"]) == ("shop", "2024-01-01")
    assert [item["name"] for item in made["entities"]] == ["buyer", "purchase"]
    assert base_of(Path("shop.json")) == Path("shop.import.json")
    assert "time" not in json.loads(Path("shop.import.json").read_text())["entities"][0]
    out = capsys.readouterr().out
    assert "shop.json written" in out
    assert "measures    main.purchase.amount" in out


def test_gaps_are_named_with_place_and_cure_and_the_document_is_there(
    folder: Path, capsys: Output
) -> None:
    change("CREATE TABLE log (line VARCHAR, tags MAP(VARCHAR, VARCHAR))")
    assert sql() == 1
    out = capsys.readouterr().out
    assert "main.log: no primary key" in out
    assert "no type for `MAP(VARCHAR, VARCHAR)`" in out
    assert "Missing: what lint finds" in out
    assert "shop.json:" in out
    assert "KEY001" in out
    assert "defaults.extent" in out
    assert len(document()["entities"]) == 3


def test_a_second_import_keeps_edits_and_brings_what_is_new(folder: Path, capsys: Output) -> None:
    sql("--accept", "all")
    edit(buyer={"title": "Customer"})
    change("ALTER TABLE purchase ADD COLUMN note VARCHAR")
    capsys.readouterr()

    assert sql() == 0
    buyer, purchase = document()["entities"]
    assert (buyer["title"], buyer["time"]) == ("Customer", {"dimension": "since"})
    assert purchase["attributes"][-1]["name"] == "note"
    assert "shop.json written" in capsys.readouterr().out


def test_a_second_import_of_the_same_touches_nothing(folder: Path, capsys: Output) -> None:
    sql("--accept", "all")
    edit()
    before = Path("shop.json").read_text()

    assert sql() == 0
    assert Path("shop.json").read_text() == before
    assert "shop.json is as it was" in capsys.readouterr().out


def test_a_conflict_keeps_the_edit_and_is_shown(folder: Path, capsys: Output) -> None:
    change("COMMENT ON TABLE buyer IS 'first'")
    sql("--accept", "all")
    edit(buyer={"description": "mine"})
    change("COMMENT ON TABLE buyer IS 'second'")
    capsys.readouterr()

    assert sql() == 1
    assert document()["entities"][0]["description"] == "mine"
    expected = (
        "/entities/0/description: by hand 'mine' (kept), in the source 'second', before 'first'"
    )
    assert expected in capsys.readouterr().out


def test_a_check_writes_nothing(folder: Path, capsys: Output) -> None:
    assert sql("--check", "--accept", "all") == 0
    assert "shop.json would change" in capsys.readouterr().out
    assert sorted(item.name for item in folder.iterdir()) == ["shop.duckdb"]


def test_programs_get_one_object(folder: Path, capsys: Output) -> None:
    assert sql("--json", "--check") == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["changed"], told["written"], told["conflicts"]) == (True, False, [])
    assert {item["kind"] for item in told["suggestions"]} == {"time", "measures"}
    assert {item["code"] for item in told["findings"]} == {"TIM001"}


def test_keys_that_the_source_does_not_declare_come_from_a_file(folder: Path) -> None:
    change("CREATE TABLE visit (n BIGINT, buyer BIGINT, on_day DATE)")
    keys = {"primaryKey": ["n"], "foreignKeys": [{"columns": ["buyer"], "table": "buyer"}]}
    Path("keys.json").write_text(json.dumps({"tables": {"visit": keys}}))
    assert sql("--keys", "keys.json", "--accept", "all") == 0
    assert [(item["from"], item["to"]) for item in document()["relations"]] == [
        ("purchase", "buyer"),
        ("visit", "buyer"),
    ]


def test_a_document_that_was_not_imported_is_left_alone(folder: Path, capsys: Output) -> None:
    Path("shop.json").write_text('{"name": "mine", "entities": []}')
    assert sql() == 1
    assert "IMP-007" in capsys.readouterr().err
    assert document() == {"name": "mine", "entities": []}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["sql", "mysql://host/shop", "--out", "a.json"], 2),
        (["sql", "duckdb:shop.duckdb"], 2),
        (["sql", "duckdb:shop.duckdb", "--out", "a.json", "--accept", "guesses"], 2),
        (["sql", "duckdb:nowhere.duckdb", "--out", "a.json"], 3),
        (["sql", "duckdb:shop.duckdb", "--out", "a.json", "--schema", "sales"], 1),
        (["sql", "duckdb:shop.duckdb", "--out", "no/folder/a.json", "--check"], 1),
        (["sql", "duckdb:shop.duckdb", "--out", "no/folder/a.json"], 2),
        (["dbt", "nowhere.json", "--out", "a.json"], 2),
        (["dbt", "shop.duckdb", "--out", "a.json"], 2),
    ],
)
def test_exit_codes_of_what_cannot_be_imported(folder: Path, words: list[str], code: int) -> None:
    assert run(["modelgen", "import", *words]) == code
    assert not Path("a.json").exists()


def test_a_password_is_never_printed(folder: Path, capsys: Output) -> None:
    dsn = "postgresql://me:secret@127.0.0.1:1/shop"
    assert run(["modelgen", "import", "sql", dsn, "--out", "a.json", "--timeout", "2"]) == 3
    told = capsys.readouterr()
    assert "IMP-002 host=127.0.0.1 port=1" in told.err
    assert "secret" not in told.out + told.err


def test_a_dbt_project(folder: Path) -> None:
    orders = model("orders", {"id": "bigint", "placed_on": "date"})
    Path("manifest.json").write_text(json.dumps(manifest(orders)))
    words = ["modelgen", "import", "dbt", "manifest.json", "--out", "dbt.json", "--accept", "all"]
    assert run(words) == 1  # its key is not tested
    made = json.loads(Path("dbt.json").read_text())
    assert made["entities"][0]["source"]["table"] == '"dev"."marts"."orders"'


def test_a_file_that_is_no_manifest_is_refused(folder: Path, capsys: Output) -> None:
    Path("manifest.json").write_text("{}")
    assert run(["modelgen", "import", "dbt", "manifest.json", "--out", "dbt.json"]) == 1
    assert "IMP-004" in capsys.readouterr().err


@pytest.mark.integration
def test_a_postgres_database(tmp_path: Path, database_url: str) -> None:
    out = tmp_path / "pg.json"
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE public.t (id int PRIMARY KEY, made_on date NOT NULL)")
    words = ["modelgen", "import", "sql", database_url, "--out", str(out), "--accept", "all"]
    assert run(words) == 0
    assert json.loads(out.read_text())["entities"][0]["time"] == {"dimension": "made_on"}
