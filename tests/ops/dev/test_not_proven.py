import json
from pathlib import Path

import pytest

from ops.dev import not_proven as ledger
from tests import not_proven as plugin


def installed(folder: Path, native: str) -> Path:
    packages = folder / "node_modules" / "@cubejs-backend"
    for name, file, text in (
        ("server-core", "package.json", json.dumps({"version": "1.7.43"})),
        ("native", "index.js", native),
    ):
        (packages / name).mkdir(parents=True)
        (packages / name / file).write_text(text)
    return folder


def test_the_planner_is_observed_not_assumed(tmp_path: Path) -> None:
    stand_in = installed(tmp_path / "a", "exports.isStandIn = true")
    native = installed(tmp_path / "b", "module.exports = require('./index.node')")

    assert ledger.NATIVE_PLANNER in ledger.standing(stand_in)
    assert ledger.NATIVE_PLANNER not in ledger.standing(native)
    assert ledger.NO_CUBE in ledger.standing(tmp_path)


def test_sessions_add_to_what_earlier_ones_recorded(tmp_path: Path) -> None:
    file = tmp_path / "state" / "not_proven.txt"

    ledger.remember({"b: second"}, file)
    ledger.remember({"a: first", "b: second"}, file)

    assert file.read_text() == "a: first\nb: second\n"


def test_equal_lists_differ_in_nothing(tmp_path: Path) -> None:
    for name in ("committed", "recorded"):
        (tmp_path / name).write_text("a: first\n")

    assert ledger.difference(tmp_path / "committed", tmp_path / "recorded") == []


@pytest.mark.parametrize(
    ("committed", "recorded", "line"),
    [("", "a: unknown\n", "+a: unknown"), ("a: claimed\n", "", "-a: claimed")],
)
def test_canary(tmp_path: Path, committed: str, recorded: str, line: str) -> None:
    (tmp_path / "committed").write_text(committed)
    (tmp_path / "recorded").write_text(recorded)

    assert line in ledger.difference(tmp_path / "committed", tmp_path / "recorded")


def test_a_part_of_the_tests_answers_for_unknown_gaps_only(tmp_path: Path) -> None:
    (tmp_path / "committed").write_text("a: known\nb: known\n")
    (tmp_path / "recorded").write_text("b: known\nc: unknown\n")

    assert ledger.unknown(tmp_path / "committed", tmp_path / "recorded") == ["c: unknown"]


def test_no_recording_is_a_difference(tmp_path: Path) -> None:
    assert ledger.difference(recorded=tmp_path / "gone") != []
    assert ledger.unknown(recorded=tmp_path / "gone") != []


def test_the_command_compares_and_forgets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ledger, "RECORDED", tmp_path / "not_proven.txt")
    monkeypatch.setattr(ledger, "difference", list)
    assert ledger.main([]) == 0
    assert "compose" in capsys.readouterr().out

    monkeypatch.setattr(ledger, "difference", lambda: ["+a: unknown"])
    assert ledger.main([]) == 1
    assert capsys.readouterr().out == "+a: unknown\n"
    monkeypatch.setattr(ledger, "unknown", list)
    assert ledger.main(["--known"]) == 0

    (tmp_path / "not_proven.txt").touch()
    assert ledger.main(["--forget"]) == 0
    assert not (tmp_path / "not_proven.txt").exists()


def test_the_committed_list_is_sorted_and_has_words() -> None:
    lines = ledger.COMMITTED.read_text().splitlines()

    assert lines == sorted(lines)
    assert all(": " in line for line in lines)


def test_a_test_that_proves_nothing_is_skipped_with_its_words() -> None:
    with pytest.raises(pytest.skip.Exception, match="not proven: compose: gone"):
        plugin.not_proven("compose: gone")


@pytest.mark.parametrize(
    ("reason", "found"),
    [("Skipped: not proven: compose: gone", {"compose: gone"}), ("Skipped: on Tuesdays", set())],
)
def test_only_words_of_not_proven_are_collected(
    monkeypatch: pytest.MonkeyPatch, reason: str, found: set[str]
) -> None:
    monkeypatch.setattr(plugin, "_found", set())
    place = ("tests/test_x.py", 1, "test_x")
    report = pytest.TestReport("x", place, {}, "skipped", ("tests/test_x.py", 1, reason), "call")

    plugin.pytest_runtest_logreport(report)

    assert plugin._found == found
