"""The audit sink's group is set back on the running, secured platform."""

import psycopg
import pytest

from ops.cli.main import run
from ops.stack.supervisor import Supervisor
from tests.eventually import eventually

pytestmark = pytest.mark.integration
Output = pytest.CaptureFixture[str]
GROUP = "rampart.audit-sink"


def rewind(stack: Supervisor, to: str) -> int:
    words = ["streaming", "rewind", GROUP, "--to", to, "--reason", "rows were lost"]
    return run([*words, "--stack", stack.folder.name])


def test_rows_that_were_lost_are_read_again_and_nothing_is_doubled(
    secured_platform: Supervisor, capsys: Output
) -> None:
    stack = secured_platform
    # Refused while it has members; that is an event for it, too.
    assert rewind(stack, "earliest") == 3
    assert "KAFKA-009" in capsys.readouterr().err

    def stored() -> list[tuple[str, ...]]:
        with psycopg.connect(stack.environment["RAMPART_DATABASE_URL"]) as connection:
            query = (
                "SELECT outcome, object_id FROM rampart.audit_event"
                " WHERE action = 'group.rewind' ORDER BY occurred_at"
            )
            return connection.execute(query).fetchall()

    eventually(stored, [("FAILED", GROUP)].__eq__, "the refusal, on record")
    stack.stop("audit_sink")
    with psycopg.connect(stack.environment["RAMPART_DATABASE_URL"]) as connection:
        connection.execute("DELETE FROM rampart.audit_event WHERE action = 'group.rewind'")
    assert rewind(stack, "earliest") == 0
    said = capsys.readouterr().out
    assert said.startswith("platform.audit.event.v1: was 0:")
    assert said.endswith(", is 0:0\n")
    stack.start("audit_sink")

    both = [("FAILED", GROUP), ("SUCCEEDED", GROUP)]
    eventually(stored, both.__eq__, "what was lost, and the rewind")
