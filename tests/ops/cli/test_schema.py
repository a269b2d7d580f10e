"""`rampart streaming schema`."""

import json
from pathlib import Path
from typing import Any

import pytest

from metamodel.events import linting
from metamodel.events._catalogue import topics
from metamodel.events._contract import optional
from metamodel.events._rule import Subject
from metamodel.events.core_metamodel_published import MetamodelPublished
from ops.cli.main import run
from tests.fakes.schema_registry import FakeSchemaRegistry
from tests.metamodel.events.planted import plain

Output = pytest.CaptureFixture[str]
TOPIC = MetamodelPublished.name


def edited(monkeypatch: pytest.MonkeyPatch, field: Any) -> None:
    """The topic's file has one field more than its latest release."""
    schema = {**MetamodelPublished.schema, "fields": [*MetamodelPublished.schema["fields"], field]}
    monkeypatch.setattr(MetamodelPublished, "schema", schema)


@pytest.fixture(autouse=True)
def _nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("RAMPART_SCHEMA_REGISTRY_URL", raising=False)


@pytest.mark.parametrize("verb", ["check", "diff", "register", "release"])
def test_each_verb_explains_itself_with_an_example(verb: str, capsys: Output) -> None:
    assert run(["streaming", "schema", verb, "--help"]) == 0
    assert f"\n  rampart streaming schema {verb}" in capsys.readouterr().out


def test_right_schemas_are_clean(capsys: Output) -> None:
    assert run(["streaming", "schema", "check"]) == 0
    assert capsys.readouterr().out == ""


def test_a_fault_is_shown_with_file_line_and_cure(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    *others, last = MetamodelPublished.schema["fields"]
    monkeypatch.setattr(
        MetamodelPublished,
        "schema",
        {**MetamodelPublished.schema, "fields": [*others, {**last, "doc": "changes"}]},
    )

    assert run(["streaming", "schema", "check", TOPIC]) == 1

    lines = capsys.readouterr().out.splitlines()
    path, line, _ = lines[0].split(":", 2)
    assert '"changes"' in Path(path).read_text().splitlines()[int(line) - 1]
    assert "error AVR002" in lines[0]
    assert lines[1].strip().startswith("Add a `doc`")


def test_faults_are_shown_for_programs_too(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    edited(monkeypatch, optional("note", "string", "A note."))

    assert run(["streaming", "schema", "check", "--format", "sarif"]) == 1

    (log,) = json.loads(capsys.readouterr().out)["runs"]
    assert log["tool"]["driver"]["name"] == "rampart streaming schema check"
    assert [each["ruleId"] for each in log["results"]] == ["AVR011"]


def test_every_topic_is_compared_with_its_latest_release(capsys: Output) -> None:
    assert run(["streaming", "schema", "diff", "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert [each["new"] for each in found] == list(topics())
    assert all(each["changes"] == [] and not each["broken"] for each in found)


def test_a_release_is_compared_with_a_later_one(capsys: Output) -> None:
    assert run(["streaming", "schema", "diff", f"{TOPIC}@1", f"{TOPIC}@2"]) == 0

    text = capsys.readouterr().out
    assert "changes[].kind               added      -> string" in text
    assert "new reads old: yes" in text
    assert text.endswith("FULL_TRANSITIVE: allowed\n")


def test_a_file_that_may_not_follow_says_why(tmp_path: Path, capsys: Output) -> None:
    file = tmp_path / "next.avsc"
    schema = MetamodelPublished.schema
    file.write_text(json.dumps({**schema, "fields": [*schema["fields"], plain("note", "string")]}))

    assert run(["streaming", "schema", "diff", TOPIC, str(file)]) == 1

    text = capsys.readouterr().out
    assert "new reads old: no: note has no default, and what is read does not have it" in text
    assert text.endswith("FULL_TRANSITIVE: refused\n")


@pytest.mark.parametrize("name", ["nobody.knows.v1", f"{TOPIC}@9", f"{TOPIC}@x"])
def test_what_nobody_knows_is_a_usage_error(name: str, capsys: Output) -> None:
    assert run(["streaming", "schema", "diff", name]) == 2
    assert run(["streaming", "schema", "check", name]) == 2
    assert "EVT-006" in capsys.readouterr().err


def test_nothing_is_released_twice(tmp_path: Path, capsys: Output) -> None:
    assert run(["streaming", "schema", "release", "--events", str(tmp_path)]) == 0

    assert capsys.readouterr().out == "every schema is released\n"
    assert list(tmp_path.iterdir()) == []


def test_what_differs_is_released_with_its_golden_event_and_an_id(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Output
) -> None:
    edited(monkeypatch, optional("note", "string", "A note."))
    command = ["streaming", "schema", "release", "--events", str(tmp_path)]

    assert run([*command, "--dry-run"]) == 0
    assert list(tmp_path.iterdir()) == []
    assert run([*command, TOPIC]) == 0

    folder = tmp_path / "released" / TOPIC
    assert sorted(file.name for file in folder.iterdir()) == ["3.avsc", "3.golden.json"]
    assert len(json.loads((tmp_path / "ids.json").read_text())[TOPIC]) == 3
    assert f"wrote released/{TOPIC}/3.avsc" in capsys.readouterr().out


def test_what_breaks_a_promise_is_not_released(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Output
) -> None:
    edited(monkeypatch, plain("note", "string"))

    assert run(["streaming", "schema", "release", "--events", str(tmp_path)]) == 1

    assert "EVT-005" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_topic_without_a_release_has_nothing_to_be_compared_with(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    subjects = [Subject(MetamodelPublished, ()), *linting.subjects()[1:]]
    monkeypatch.setattr("ops.cli._schemas.subjects", lambda: subjects)

    assert run(["streaming", "schema", "diff", "--json"]) == 0
    assert TOPIC not in capsys.readouterr().out


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> FakeSchemaRegistry:
    fake = FakeSchemaRegistry()
    monkeypatch.setattr("ops.cli._schemas.HttpSchemaRegistry", lambda _: fake)
    monkeypatch.setenv("RAMPART_SCHEMA_REGISTRY_URL", "http://registry")
    return fake


def test_registering_wants_a_yes_or_ci(
    registry: FakeSchemaRegistry, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    assert run(["streaming", "schema", "register"]) == 1
    assert registry.subjects == {}
    assert "Say --yes" in capsys.readouterr().err

    monkeypatch.setenv("CI", "true")
    assert run(["streaming", "schema", "register", "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == set(topics())
    before = dict(registry.ids)
    assert run(["streaming", "schema", "register", "--yes"]) == 0
    assert f"{TOPIC}: " in capsys.readouterr().out
    assert registry.ids == before


def test_registering_wants_a_registry(capsys: Output) -> None:
    assert run(["streaming", "schema", "register", "--yes"]) == 2


def test_a_lax_registry_is_told(registry: FakeSchemaRegistry, capsys: Output) -> None:
    registry.lax = True

    assert run(["streaming", "schema", "register", "--yes"]) == 1
    assert "REG-003" in capsys.readouterr().err


def test_a_check_tells_what_the_registry_does_not_have(
    registry: FakeSchemaRegistry, capsys: Output
) -> None:
    assert run(["streaming", "schema", "check", TOPIC]) == 1
    assert f"EVT-004 {TOPIC} release 1 is not registered" in capsys.readouterr().out

    run(["streaming", "schema", "register", "--yes"])
    assert run(["streaming", "schema", "check"]) == 0
