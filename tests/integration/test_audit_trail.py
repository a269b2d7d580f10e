"""What an operator does arrives in the audit trail of the running platform."""

import psycopg
import pytest

from metamodel.events.platform_audit_event import AuditOutcome
from metamodel.kernel.clock import SystemClock
from ops.stack.supervisor import Supervisor
from orchestration.composition import event_sink
from orchestration.flows.record_action import Action, record_action
from orchestration.settings import Settings
from tests.eventually import eventually

pytestmark = pytest.mark.integration


def record(settings: Settings, identity: str) -> None:
    action = Action("thing.done", "thing", identity, "operator", "a test")
    sink, done = event_sink(settings), AuditOutcome.SUCCEEDED
    record_action(action, done, "", sink=sink, clock=SystemClock())


def settings_of(stack: Supervisor) -> Settings:
    found = {name.removeprefix("RAMPART_").lower(): at for name, at in stack.environment.items()}
    return Settings(**{name: at for name, at in found.items() if name in Settings.model_fields})  # type: ignore[arg-type]


def test_an_action_is_a_row_also_if_its_sink_was_away_when_it_was_done(stack: Supervisor) -> None:
    settings = settings_of(stack)

    def rows() -> list[tuple[str, ...]]:
        with psycopg.connect(settings.database_url.get_secret_value()) as connection:
            query = "SELECT object_id FROM rampart.audit_event WHERE action = 'thing.done'"
            return connection.execute(query).fetchall()

    record(settings, "before")
    eventually(rows, [("before",)].__eq__, "the action's row")
    stack.stop("audit_sink")
    record(settings, "meanwhile")
    stack.start("audit_sink")
    eventually(rows, [("before",), ("meanwhile",)].__eq__, "both rows, once each")
