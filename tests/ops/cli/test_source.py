"""What a verb generates from, and how findings are shown."""

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from metamodel.model.finding import Finding, Severity
from ops.cli._source import document_of, file_argument, format_option, show, source_of
from ops.stack.places import REPOSITORY
from tests.metamodel.modelgen.shop_model import ENGINE, TEMPLATES
from tests.metamodel.shop import shop

FAULT = Finding(
    "TIM001", Severity.ERROR, "/entities/0", "no time", "Name one.", line=3, column=7, path="a.json"
)


@click.command()
@file_argument
@format_option
def verb(file: Path | None, form: str) -> None:
    click.echo(f"{document_of(file)} {form}")


def test_the_document_comes_with_this_installations_templates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orchestration.composition.cube_engine", lambda _: ENGINE)
    file = tmp_path / "shop.json"
    file.write_text(json.dumps(shop()))

    source = source_of(file)

    assert (source.path, source.name, source.engine) == (str(file), "shop", ENGINE)
    assert source.templates == TEMPLATES


def test_without_a_file_the_configured_document_is_meant_wherever_one_stands(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = Path("metamodel/documents/tpch.json")
    monkeypatch.chdir(REPOSITORY)
    assert CliRunner().invoke(verb).output == f"{own} text\n"

    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(verb).output == f"{REPOSITORY / own} text\n"

    monkeypatch.setenv("RAMPART_METAMODEL", "other.json")
    assert CliRunner().invoke(verb).output == "other.json text\n"


@pytest.mark.parametrize("wrong", [["nowhere.json"], ["."], ["--format", "xml"]])
def test_a_file_that_is_none_or_an_unknown_format_is_a_usage_error(
    wrong: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert CliRunner().invoke(verb, wrong).exit_code == 2


def test_people_get_place_message_and_cure(capsys: pytest.CaptureFixture[str]) -> None:
    show([FAULT], "text")

    assert capsys.readouterr().out == "a.json:3:7: error TIM001 no time\n    Name one.\n"


def test_programs_get_the_same_findings(capsys: pytest.CaptureFixture[str]) -> None:
    show([FAULT], "json")
    (row,) = json.loads(capsys.readouterr().out)
    show([FAULT], "sarif")
    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    show([FAULT], "github")
    command = capsys.readouterr().out

    assert (row["code"], row["line"], row["cure"]) == ("TIM001", 3, "Name one.")
    assert (result["ruleId"], result["level"]) == ("TIM001", "error")
    assert command.startswith("::error file=a.json,line=3,col=7,title=TIM001::")


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_nothing_found_is_still_well_formed(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    show([], form)

    out = capsys.readouterr().out
    assert not out or json.loads(out) is not None
