"""`rampart modelgen export`."""

import json
from pathlib import Path

import pytest

from metamodel.exporters.json_schema import schema_text
from ops.cli.main import run
from ops.stack.places import REPOSITORY
from tests.ops.cli.shop import FAULT, fake_platform, written

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def platform(monkeypatch: pytest.MonkeyPatch) -> None:
    fake_platform(monkeypatch)


@pytest.mark.parametrize("verb", ["osi", "jsonschema"])
def test_each_verb_explains_itself_with_an_example(verb: str, capsys: Output) -> None:
    assert run(["modelgen", "export", verb, "--help"]) == 0
    assert f"\n  rampart modelgen export {verb}" in capsys.readouterr().out


def test_osi_goes_to_stdout_and_what_it_cannot_say_to_stderr(
    tmp_path: Path, capsys: Output
) -> None:
    assert run(["modelgen", "export", "osi", written(tmp_path)]) == 0

    out, err = capsys.readouterr()
    (model,) = json.loads(out)["semantic_model"]
    assert model["name"] == "shop"
    assert "not said: orders: tenancy: kept in custom_extensions" in err.splitlines()
    assert all(line.startswith("not said: ") for line in err.splitlines())


def test_osi_is_written_where_it_was_asked_for(tmp_path: Path, capsys: Output) -> None:
    out = tmp_path / "shop.osi.json"
    assert run(["modelgen", "export", "osi", written(tmp_path), "--out", str(out)]) == 0

    assert json.loads(out.read_text())["version"] == "0.2.0.dev0"
    assert capsys.readouterr().out == ""
    assert sorted(item.name for item in tmp_path.iterdir()) == ["shop.json", "shop.osi.json"]


def test_a_document_with_a_blocking_finding_is_refused_and_nothing_is_written(
    tmp_path: Path, capsys: Output
) -> None:
    out = tmp_path / "shop.osi.json"
    assert run(["modelgen", "export", "osi", written(tmp_path, FAULT), "--out", str(out)]) == 1

    said, err = capsys.readouterr()
    assert said == ""
    assert "TIM001" in err
    assert not out.exists()


def test_a_place_that_cannot_be_written_is_a_usage_error(tmp_path: Path, capsys: Output) -> None:
    nowhere = tmp_path / "no" / "schema.json"
    assert run(["modelgen", "export", "jsonschema", "--out", str(nowhere)]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_the_schema_is_that_of_the_reference(capsys: Output) -> None:
    assert run(["modelgen", "export", "jsonschema"]) == 0

    out = capsys.readouterr().out
    assert out == schema_text()
    page = REPOSITORY / "docs" / "reference" / "metamodel.schema.json"
    assert out == page.read_text(encoding="utf-8")
