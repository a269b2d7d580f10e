"""A secured platform with handles to break it, and a look at whether all of it works."""

import signal
from collections.abc import Mapping, Sequence
from typing import Any, LiteralString

import psycopg
from confluent_kafka.admin import AdminClient

from metamodel.events.platform_audit_event import AuditOutcome
from metamodel.kernel.clock import SystemClock
from ops.cli._connection import settings_for
from ops.cli.main import run
from ops.stack.running import attach
from ops.stack.supervisor import Supervisor
from orchestration.adapters.event_source_kafka import KafkaEventSource
from orchestration.composition import event_sink
from orchestration.flows.record_action import Action, record_action
from orchestration.ports.event_sink import Forwarded
from tests.contract.principal_access import access
from tests.eventually import eventually
from tests.faults.runbook.guide import Guide


class Ground:
    """A stack of the profile `local`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._marks = 0

    @property
    def stack(self) -> Supervisor:
        """The stack as it stands now: the commands that mend it are other hands on it."""
        return attach(self.name)

    def kill(self, component: str) -> None:
        """SIGKILL, and nobody there afterwards."""
        self.stack.kill(component, signal.SIGKILL)
        eventually(lambda: self.words()[component], ("dead").__eq__, f"{component} is dead")

    def guide(self, title: str) -> Guide:
        """A section of the runbook, for this stack."""
        return Guide(self.stack, title)

    def sql(self, statement: LiteralString, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of the platform's database; nothing if the statement gives none."""
        with psycopg.connect(self.stack.environment["RAMPART_DATABASE_URL"]) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def admin(self) -> AdminClient:
        """As somebody who does by hand what they should not."""
        who = access(self.stack, "admin").options()
        bootstrap = self.stack.environment["RAMPART_KAFKA_BOOTSTRAP"]
        return AdminClient({"bootstrap.servers": bootstrap, **who})

    def send(self, topic: str, value: bytes, headers: Sequence[tuple[str, bytes]] = ()) -> None:
        """A record that is none of ours."""
        record = Forwarded(topic, 0, b"somebody", value, tuple(headers))
        event_sink(settings_for(self.name)).forward([record])

    def high(self, topic: str) -> int:
        """Where the first partition of a topic ends."""
        who = access(self.stack, "orchestration")
        bootstrap = self.stack.environment["RAMPART_KAFKA_BOOTSTRAP"]
        return KafkaEventSource(bootstrap, topic, access=who).state().high[0]

    def leave_a_mark(self) -> str:
        """An action on record; its name."""
        self._marks += 1
        name, sink = f"mark-{self._marks}", event_sink(settings_for(self.name))
        action = Action("mark.left", "mark", name, "operator", "a test")
        record_action(action, AuditOutcome.SUCCEEDED, "", sink=sink, clock=SystemClock())
        return name

    def marked(self, name: str) -> bool:
        """Has the audit sink kept it, once?"""
        query = "SELECT count(*) FROM rampart.audit_event WHERE object_id = %s"
        return self.sql(query, name) == [(1,)]

    def words(self) -> Mapping[str, str]:
        """How each component stands."""
        return {name: part.word for name, part in self.stack.state.parts.items()}

    def require_sound(self) -> None:
        """Everything runs, nothing drifts, nothing is owed, and an action arrives in its table."""
        name = self.name
        # After a broker's restart, programs need seconds to find it again.
        eventually(lambda: run(["stack", "status", name]), (0).__eq__, "every part is ready")
        assert run(["streaming", "drift", "--stack", name]) == 0
        eventually(lambda: run(["preagg", "status", "--stack", name]), (0).__eq__, "all is built")
        mark = self.leave_a_mark()
        eventually(lambda: self.marked(mark), bool, "an action arrives")
