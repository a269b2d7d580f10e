"""`rampart streaming rotate`, on a secured broker of its own."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from metamodel.events.codec import Codec
from metamodel.events.platform_audit_event import PlatformAuditEvent
from ops.cli.main import run
from ops.stack.running import running_stack
from ops.stack.shape import LOCAL
from ops.stack.supervisor import Supervisor
from orchestration.adapters.event_source_kafka import KafkaEventSource
from orchestration.ports.offset_ranges import offsets_between
from tests.contract.principal_access import access

Output = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def stack() -> Iterator[Supervisor]:
    with running_stack(f"test-rotating-{os.getpid()}", ["kafka"], profile=LOCAL) as running:
        yield running


def verb(stack: Supervisor, *words: str) -> int:
    return run(["streaming", "rotate", *words, "--stack", stack.folder.name])


def actions(stack: Supervisor) -> list[tuple[str, str]]:
    topic = PlatformAuditEvent.name
    bootstrap = stack.environment["RAMPART_KAFKA_BOOTSTRAP"]
    source = KafkaEventSource(bootstrap, topic, access=access(stack, "orchestration"))
    with source.read(offsets_between({}, dict(source.state().high))) as records:
        events = [Codec.committed().decode(topic, record.value) for record in records]
    return [(event["action"], event["outcome"]) for event in events]


@pytest.mark.parametrize("name", ["credential", "certificate", "drill"])
def test_each_verb_explains_itself_with_an_example(name: str, capsys: Output) -> None:
    assert run(["streaming", "rotate", name, "--help"]) == 0
    assert f"\n  rampart streaming rotate {name}" in capsys.readouterr().out


@pytest.mark.integration
def test_a_user_gets_another_password_and_it_is_on_record(
    stack: Supervisor, capsys: Output
) -> None:
    file = stack.folder / "kafka" / "passwords" / "presence"
    before = file.read_text()
    assert verb(stack, "credential", "presence") == 0
    assert str(file) in capsys.readouterr().out
    assert file.read_text() != before
    assert file.stat().st_mode & 0o777 == 0o400
    assert ("credential.rotate", "SUCCEEDED") in actions(stack)


@pytest.mark.integration
def test_a_user_that_nobody_declared_is_refused(stack: Supervisor, capsys: Output) -> None:
    assert verb(stack, "credential", "nobody") == 1
    assert "ROT-002" in capsys.readouterr().err


@pytest.mark.integration
def test_a_drill_counts_and_says_when_dagster_did_not_hear_of_it(
    stack: Supervisor, capsys: Output
) -> None:
    certificate = Path(stack.folder, "kafka", "certificates", "node-1.client.pem")
    before = certificate.read_bytes()
    code = verb(stack, "drill", "--events", "200", "--json")
    said = capsys.readouterr()
    assert code == 3, said
    figures = json.loads(said.out)
    assert (figures["acknowledged"], figures["lost"], figures["doubled"]) == (800, 0, 0)
    assert figures["passed"] is True
    assert "RPT-001" in said.err
    assert certificate.read_bytes() != before
