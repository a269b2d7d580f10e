"""The job `replay_dead_letters_job` as Dagster runs it, on letters in memory."""

from typing import Any

import dagster as dg
import pytest

from metamodel.events.platform_audit_event import PlatformAuditEvent
from orchestration.defs.streaming.dead_letters import replay_job
from tests.fakes.clock import START
from tests.fakes.event_sink import FakeEventSink
from tests.fakes.letter_boxes import FakeLetters


def run(buried: FakeLetters, record: FakeEventSink, **config: Any) -> dg.ExecuteInProcessResult:
    return replay_job("orchestration", lambda: record).execute_in_process(
        run_config={"ops": {"dead_letters": {"config": config}}},
        resources={"replay_tools": buried.tools},
        raise_on_error=False,
    )


def shown(result: dg.ExecuteInProcessResult) -> dict[str, Any]:
    (event,) = [it for it in result.all_events if it.is_successful_output]
    return {name: item.value for name, item in event.step_output_data.metadata.items()}


def actions(record: FakeEventSink) -> list[tuple[str, str]]:
    events = record.published.get(PlatformAuditEvent.name, [])
    return [(event["action"], event["reason"]) for event in events]


def test_left_alone_it_counts_and_changes_nothing() -> None:
    letters, record = FakeLetters(), FakeEventSink()
    letters.bury()
    result = run(letters, record)
    assert shown(result)["did"] == "count: 1 waiting"
    (row,) = shown(result)["letters"].records
    assert (row.data["fault"], row.data["waiting"]) == ("ValueError", "1")
    assert actions(record) == []


def test_a_dry_run_sends_nothing() -> None:
    letters, record = FakeLetters(), FakeEventSink()
    letters.bury()
    assert shown(run(letters, record, deed="DRY_RUN"))["did"] == "dry_run: 1 sent"
    assert (letters.sink.forwarded, actions(record)) == ([], [])


def test_a_replay_and_a_discard_are_on_record() -> None:
    letters, record = FakeLetters(), FakeEventSink()
    letters.bury(key=b"a")
    letters.bury(key=b"b")
    assert run(letters, record, deed="REPLAY", key="a", reason="mended").success
    since = START.isoformat()
    assert run(letters, record, deed="DISCARD", since=since, reason="old").success
    assert [item.key for item in letters.sink.forwarded] == [b"a"]
    assert actions(record) == [
        ("dlq.replay", "mended: 1 sent"),
        ("dlq.discard", "old: 1 discarded"),
    ]
    actor = record.published[PlatformAuditEvent.name][0]["actor"]
    assert actor.startswith("orchestration, run ")


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({"deed": "REPLAY"}, "no reason"),
        ({"since": "yesterday"}, "no time"),
        ({"until": "2026-01-31T12:00"}, "no zone"),
        ({"letters": ["nonsense"]}, "DLQ-002"),
        ({"topics": ["nobodys.v1"]}, "DLQ-002"),
    ],
)
def test_config_that_makes_no_sense_fails_with_the_cure(config: dict[str, Any], said: str) -> None:
    result = run(FakeLetters(), FakeEventSink(), **config)
    assert not result.success
    (failed,) = [it for it in result.all_events if it.is_step_failure]
    assert said in str(failed.event_specific_data)
