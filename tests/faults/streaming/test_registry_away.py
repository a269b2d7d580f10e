"""The schema registry dies: who knows its schemas goes on, who does not yet does not start."""

import os
import signal
from collections.abc import Iterator, Sequence

import psycopg
import pytest

from metamodel.events.codec import Codec
from metamodel.events.failure_notes import REASON
from metamodel.events.platform_audit_event import PlatformAuditEvent
from ops.stack.components.schema_registry import SchemaRegistry
from ops.stack.errors import ComponentFailed
from ops.stack.running import running_stack
from ops.stack.shape import LOCAL
from ops.stack.supervisor import Supervisor
from orchestration.adapters.event_source_kafka import KafkaEventSource
from orchestration.composition import event_codec, event_sink
from orchestration.ports.offset_ranges import offsets_between
from orchestration.ports.schema_registry import RegistryUnavailable
from orchestration.settings import Settings
from tests.contract.principal_access import access
from tests.eventually import eventually
from tests.faults.streaming.numbered_events import numbered_events
from tests.not_proven import not_proven

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

TOPIC = PlatformAuditEvent.name
EACH = 20
NOBODYS_ID = 999_999


@pytest.fixture(scope="module")
def stack() -> Iterator[Supervisor]:
    if not SchemaRegistry.available():
        not_proven("schema registry: Apicurio is not installed")
    name = f"faults-registry-{os.getpid()}"
    with running_stack(name, ["audit_sink"], profile=LOCAL) as running:
        yield running


@pytest.fixture
def settings(stack: Supervisor) -> Settings:
    found = {name.removeprefix("RAMPART_").lower(): at for name, at in stack.environment.items()}
    return Settings(**{name: at for name, at in found.items() if name in Settings.model_fields})  # type: ignore[arg-type]


def stored(settings: Settings) -> list[int]:
    """The numbers in the audit trail, sorted."""
    with psycopg.connect(settings.database_url.get_secret_value()) as connection:
        query = "SELECT reason FROM rampart.audit_event WHERE action = 'number.sent'"
        return sorted(int(row[0]) for row in connection.execute(query).fetchall())


def letters(stack: Supervisor) -> Sequence[str]:
    """Why records became dead letters."""
    source = KafkaEventSource(
        stack.environment["RAMPART_KAFKA_BOOTSTRAP"],
        PlatformAuditEvent.dead_letter_topic(),
        access=access(stack, "admin"),
    )
    with source.read(offsets_between({}, dict(source.state().high))) as records:
        return [dict(item.headers)[REASON].decode() for item in records]


def test_who_runs_goes_on_who_is_new_refuses_and_nothing_is_lost(
    stack: Supervisor, settings: Settings
) -> None:
    sink, known, buried = event_sink(settings), event_codec(settings), letters(stack)

    def publish(first: int) -> None:
        sink.publish(TOPIC, numbered_events(range(first, first + EACH)))

    def require_stored(count: int) -> None:
        eventually(lambda: stored(settings), [*range(count)].__eq__, f"{count} events, once each")

    publish(0)
    require_stored(EACH)
    stack.kill("schema_registry", signal.SIGKILL)
    eventually(lambda: stack.state.parts["schema_registry"].word, "dead".__eq__, "no registry")
    publish(EACH)
    require_stored(2 * EACH)

    stack.kill("audit_sink", signal.SIGKILL)
    with pytest.raises(ComponentFailed, match="ended while starting"):
        stack.start("audit_sink")
    assert "REG-001" in stack.log("audit_sink").read_text()
    with pytest.raises(RegistryUnavailable) as refused:
        event_codec(settings)
    assert "RAMPART_SCHEMA_REGISTRY_URL" in refused.value.explain()
    publish(2 * EACH)  # nobody reads it now
    assert stored(settings) == [*range(2 * EACH)]

    stack.start("schema_registry")
    stack.start("audit_sink")
    require_stored(3 * EACH)
    (event,) = numbered_events([0])
    assert event_codec(settings).encode(TOPIC, event) == known.encode(TOPIC, event)
    publish(3 * EACH)
    require_stored(4 * EACH)
    assert letters(stack) == buried


def test_the_control_a_program_that_starts_on_an_id_of_its_own_is_understood_by_nobody(
    stack: Supervisor, settings: Settings
) -> None:
    before, buried = stored(settings), len(letters(stack))
    guessing = Codec({TOPIC: PlatformAuditEvent}, {TOPIC: NOBODYS_ID})
    event_sink(settings, guessing).publish(TOPIC, numbered_events([-1]))

    found = eventually(lambda: letters(stack), lambda said: len(said) > buried, "a dead letter")
    assert "unknown schema id" in found[-1]
    assert stored(settings) == before
