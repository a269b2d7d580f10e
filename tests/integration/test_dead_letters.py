"""Letters of the running, secured platform: sent again as the one user that may."""

import json
from uuid import UUID

import psycopg
import pytest

from metamodel.events._example import example_of
from metamodel.events.codec import Codec
from metamodel.events.failure_notes import FailureNote
from metamodel.events.platform_audit_event import PlatformAuditEvent
from ops.cli.main import run
from ops.stack.supervisor import Supervisor
from orchestration.adapters.event_sink_kafka import KafkaEventSink
from orchestration.ports.event_sink import DeadLetter
from orchestration.ports.event_source import Record
from tests.contract.principal_access import access
from tests.eventually import eventually
from tests.fakes.letter_boxes import note

pytestmark = pytest.mark.integration
Output = pytest.CaptureFixture[str]
TOPIC = PlatformAuditEvent.name
EVENT_ID = UUID(int=2**64 + 7)


def bury(stack: Supervisor, value: bytes, why: FailureNote) -> None:
    """As the audit sink does, for an event that it could not handle."""
    bootstrap = stack.environment["RAMPART_KAFKA_BOOTSTRAP"]
    sink = KafkaEventSink(bootstrap, Codec.committed(), access=access(stack, "orchestration"))
    record = Record(why.partition, why.offset, b"somebody", value, why.headers(), 0)
    sink.bury([DeadLetter(TOPIC, record, f"{why.fault} {why.message}")])


def said(stack: Supervisor, output: Output, *words: str) -> tuple[int, str]:
    code = run(["dlq", *words, "--stack", stack.folder.name])
    return code, output.readouterr().out


def test_a_letter_that_is_sent_again_is_handled_once_and_a_hopeless_one_is_discarded(
    secured_platform: Supervisor, capsys: Output
) -> None:
    stack = secured_platform
    payload = {**example_of(PlatformAuditEvent.schema), "event_id": EVENT_ID}
    fault = ("--fault", "ConnectionError")
    bury(stack, Codec.committed().encode(TOPIC, payload), note(TOPIC, fault="ConnectionError"))
    bury(stack, b"nonsense", note(TOPIC, fault="ConnectionError"))

    code, dry = said(stack, capsys, "replay", *fault, "--reason", "a test", "--dry-run")
    assert (code, dry.splitlines()[0][:32]) == (1, "would be: 1 sent, 1 kept back (n")
    code, done = said(stack, capsys, "replay", *fault, "--reason", "a test")
    assert (code, done[:20]) == (1, "1 sent, 1 kept back ")

    def rows() -> int:
        with psycopg.connect(stack.environment["RAMPART_DATABASE_URL"]) as connection:
            query = "SELECT count(*) FROM rampart.audit_event WHERE event_id = %s"
            ((count,),) = connection.execute(query, [EVENT_ID]).fetchall()
        return int(count)

    eventually(rows, (1).__eq__, "the event that was a letter")
    assert said(stack, capsys, "discard", *fault, "--reason", "nonsense")[1] == "1 discarded\n"
    assert said(stack, capsys, "list", *fault)[1].startswith("no letters")
    _, listed = said(stack, capsys, "list", *fault, "--standing", "any", "--json")
    assert [row["standing"] for row in json.loads(listed)] == ["replayed", "discarded"]

    def actions() -> list[tuple[str, ...]]:
        with psycopg.connect(stack.environment["RAMPART_DATABASE_URL"]) as connection:
            query = (
                "SELECT action, actor, outcome FROM rampart.audit_event"
                " WHERE action LIKE 'dlq.%' ORDER BY occurred_at"
            )
            return connection.execute(query).fetchall()

    both = [("dlq.replay", "operator", "SUCCEEDED"), ("dlq.discard", "operator", "SUCCEEDED")]
    eventually(actions, both.__eq__, "both actions on record")
