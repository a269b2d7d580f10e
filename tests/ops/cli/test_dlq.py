"""`rampart dlq`, on letters in memory."""

import json
from collections.abc import Sequence

import pytest

from metamodel.events.platform_audit_event import PlatformAuditEvent
from ops.cli import dlq as verbs
from ops.cli.main import run
from orchestration.settings import Settings
from tests.fakes.event_sink import FakeEventSink
from tests.fakes.letter_boxes import FakeLetters

Output = pytest.CaptureFixture[str]
LETTERS = PlatformAuditEvent.dead_letter_topic()


@pytest.fixture
def record(monkeypatch: pytest.MonkeyPatch) -> FakeEventSink:
    """Where actions are put on record."""
    made = FakeEventSink()
    monkeypatch.setattr("orchestration.composition.event_sink", lambda _: made)
    return made


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch, record: FakeEventSink) -> FakeLetters:
    made = FakeLetters()
    monkeypatch.setattr(verbs, "_tools", lambda _: made.tools)
    monkeypatch.setattr(verbs, "settings_for", lambda _: Settings(kafka_user="operator"))
    return made


def recorded(record: FakeEventSink) -> list[tuple[str, ...]]:
    events = record.published.get(PlatformAuditEvent.name, [])
    return [tuple(event[it] for it in ("action", "object_id", "reason")) for event in events]


@pytest.mark.parametrize("verb", ["list", "show", "replay", "discard", "stats"])
def test_each_verb_explains_itself_with_an_example(verb: str, capsys: Output) -> None:
    assert run(["dlq", verb, "--help"]) == 0
    assert f"\n  rampart dlq {verb}" in capsys.readouterr().out


def test_letters_are_listed_for_people_and_programs(letters: FakeLetters, capsys: Output) -> None:
    assert run(["dlq", "list"]) == 0
    assert capsys.readouterr().out == "no letters: all, waiting\n"
    letters.bury()
    letters.bury()

    assert run(["dlq", "list", "--most", "1"]) == 0
    said = capsys.readouterr().out
    assert f"{LETTERS}/0/0  2026-01-01T00:00:00Z  waiting" in said
    assert "ValueError no room" in said
    assert f"{LETTERS}/0/1" not in said
    assert run(["dlq", "list", "--json"]) == 0
    assert [row["attempts"] for row in json.loads(capsys.readouterr().out)] == [3, 3]


def test_one_is_shown_whole_with_its_event(letters: FakeLetters, capsys: Output) -> None:
    letters.bury()
    assert run(["dlq", "show", f"{LETTERS}/0/0"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["event"]["action"]
    assert (shown["group"], shown["unreadable"], shown["decision"]) == (
        "rampart.audit-sink",
        None,
        None,
    )


def test_one_that_nobody_reads_is_shown_as_bytes(letters: FakeLetters, capsys: Output) -> None:
    letters.bury(b"no\xff event")
    assert run(["dlq", "show", f"{LETTERS}/0/0"]) == 1
    shown = json.loads(capsys.readouterr().out)
    assert (shown["event"], shown["begins"]) == (None, "no\\xff event")
    assert shown["unreadable"].startswith("EVT-001")


def test_a_replay_is_on_record_with_what_came_of_it(
    letters: FakeLetters, record: FakeEventSink, capsys: Output
) -> None:
    letters.bury()
    letters.bury(b"nonsense")
    words = ["dlq", "replay", "--fault", "ValueError", "--reason", "ticket 7"]

    assert run([*words, "--dry-run"]) == 1
    assert capsys.readouterr().out.startswith("would be: 1 sent, 1 kept back")
    assert recorded(record) == []

    assert run(words) == 1
    assert f"first {LETTERS}/0/1: EVT-001" in capsys.readouterr().out
    ((action, what, reason),) = recorded(record)
    assert (action, what) == ("dlq.replay", "fault ValueError, waiting")
    assert reason.startswith("ticket 7: 1 sent, 1 kept back")
    assert run(["dlq", "stats"]) == 1
    assert "1 waiting, since 2026-01-01" in capsys.readouterr().out


def test_what_is_discarded_waits_no_more(
    letters: FakeLetters, record: FakeEventSink, capsys: Output
) -> None:
    letters.bury()
    assert run(["dlq", "discard", "--all", "--reason", "test data"]) == 0
    assert capsys.readouterr().out == "1 discarded\n"
    assert recorded(record) == [("dlq.discard", "all, waiting", "test data: 1 discarded")]
    assert run(["dlq", "stats", "--json"]) == 0
    (count,) = json.loads(capsys.readouterr().out)
    assert (count["waiting"], count["discarded"]) == (0, 1)
    assert run(["dlq", "show", f"{LETTERS}/0/0"]) == 0
    assert json.loads(capsys.readouterr().out)["decision"]["why"] == "test data"


def test_a_refusal_is_on_record_too(letters: FakeLetters, record: FakeEventSink) -> None:
    letters.dispositions.busy = True
    assert run(["dlq", "replay", "--all", "--reason", "r"]) == 3
    assert recorded(record) == [("dlq.replay", "all, waiting", "r: DLQ-001")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["replay", "--reason", "r"], "--all"),
        (["discard", "--reason", "r"], "--all"),
        (["replay", "--all"], "--reason"),
        (["list", "--since", "yesterday"], "2026-01-31T12:00Z"),
        (["list", "--since", "2026-01-31T12:00"], "2026-01-31T12:00Z"),
        (["list", "--topic", "nobodys.v1"], "DLQ-002"),
        (["show", "nonsense"], "DLQ-002"),
    ],
)
def test_words_that_make_no_sense_are_refused_with_the_cure(
    letters: FakeLetters, words: Sequence[str], said: str, capsys: Output
) -> None:
    letters.bury()
    assert run(["dlq", *words]) == 2
    assert said in capsys.readouterr().err
