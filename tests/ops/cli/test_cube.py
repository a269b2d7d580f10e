"""`rampart cube`."""

import json
from pathlib import Path

import pytest

from ops.cli.main import run
from orchestration.flows.smoke_model import SmokeOutcome
from orchestration.settings import Settings
from tests.fakes.platform import FakePlatform
from tests.metamodel.modelgen.shop_model import ENGINE, generated
from tests.metamodel.shop import GONE, shop

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def platform(monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    made = FakePlatform()
    monkeypatch.setattr("ops.cli.cube.settings_for", lambda _: Settings())
    monkeypatch.setattr("ops.tpch.smoke.compose", lambda _: made.composed)
    monkeypatch.setattr("orchestration.composition.cube_engine", lambda _: ENGINE)
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "shop.json"
    path.write_text(json.dumps(shop()))
    return path


def test_a_version_that_answers_everything_is_clean(
    platform: FakePlatform, file: Path, capsys: Output
) -> None:
    platform.publish(generated())
    assert run(["cube", "smoke", str(file)]) == 0

    *lines, last = capsys.readouterr().out.splitlines()
    assert "ok   orders.by_day" in lines
    assert all(line.startswith("ok ") for line in lines)
    assert last == f"{len(lines)} of {len(lines)} hold (Cube {ENGINE} planner)"


def test_what_does_not_hold_is_marked_with_its_reason(
    platform: FakePlatform, file: Path, capsys: Output
) -> None:
    platform.publish(generated())
    platform.cube.tables.clear()  # Cube says that the partitions are missing
    assert run(["cube", "smoke", str(file)]) == 1

    *lines, last = capsys.readouterr().out.splitlines()
    assert "FAIL orders.by_day CUBE-004" in "\n".join(lines)
    assert "hold (Cube" in last


def test_what_nobody_answered_is_not_proven_and_not_called_wrong(
    platform: FakePlatform, file: Path, capsys: Output
) -> None:
    platform.publish(generated())
    platform.cube.down = True
    assert run(["cube", "smoke", str(file)]) == 3

    *lines, last = capsys.readouterr().out.splitlines()
    assert all(line.startswith("?    ") and "CUBE-001" in line for line in lines)
    assert last.startswith(f"0 of {len(lines)} hold, {len(lines)} not proven")


def test_programs_get_each_outcome(platform: FakePlatform, file: Path, capsys: Output) -> None:
    platform.publish(generated())
    assert run(["cube", "smoke", "--json", str(file)]) == 0

    said = json.loads(capsys.readouterr().out)
    assert said["engine"] == ENGINE
    assert {"name": "orders.by_day", "passed": True, "proven": True, "words": ""} in said[
        "outcomes"
    ]


def test_without_a_publication_there_is_nothing_to_ask(file: Path, capsys: Output) -> None:
    assert run(["cube", "smoke", str(file)]) == 1

    out, err = capsys.readouterr()
    assert out == ""
    assert "PUB-001" in err
    assert "rampart modelgen publish" in err


def test_a_faulty_document_is_refused(tmp_path: Path, capsys: Output) -> None:
    faulty = tmp_path / "faulty.json"
    faulty.write_text(json.dumps(shop({"/entities/0/time": GONE})))

    assert run(["cube", "smoke", str(faulty)]) == 1
    assert "TIM001" in capsys.readouterr().err


@pytest.mark.parametrize(("words", "code"), [("", 0), ("row 0: expected 1, got 2", 1)])
def test_offline_no_server_is_asked(
    words: str, code: int, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    outcomes = (SmokeOutcome("orders"), SmokeOutcome("Q1", words))
    monkeypatch.setattr("ops.tpch.smoke.smoke_offline", lambda _: (outcomes, ENGINE))

    assert run(["cube", "smoke", "--offline", str(file)]) == code
    assert words in capsys.readouterr().out


def test_a_file_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    assert run(["cube", "smoke", str(tmp_path / "nowhere.json")]) == 2


def test_help_shows_an_example(capsys: Output) -> None:
    assert run(["cube", "smoke", "--help"]) == 0
    assert "\n  rampart cube smoke --offline" in capsys.readouterr().out
