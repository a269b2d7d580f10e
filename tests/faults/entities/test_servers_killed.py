"""Each server is killed while rows are changed over HTTP: nothing is lost, nothing invented."""

import os
import signal
from collections.abc import Iterator
from typing import Final

import httpx
import psycopg
import pytest

from metamodel.events.codec import Codec
from metamodel.events.entity_lifecycle import EntityLifecycle
from metamodel.kernel.clock import SystemClock
from ops.cli._connection import found_settings
from ops.cli._presence_client import Identity, sign_token
from ops.stack.running import running_stack
from ops.stack.supervisor import Supervisor
from ops.tpch.served import serve_tpch
from presence_api.settings import Settings
from tests.contract.kafka_log import KafkaLog
from tests.eventually import eventually
from tests.faults.entities.ledger import Told, Version, judged
from tests.faults.entities.writer import RowWriter

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]
TENANT: Final = "EUROPE"
WRITERS: Final = 4
ROWS_EACH: Final = 4
SHARED: Final = 2  # rows that all of them fight for
PROGRESS: Final = 25  # changes a writer makes between two deaths
DOCUMENTED: Final = {200, 409, 423, 503}
DEATHS: Final = ("valkey", "kafka", "presence_worker", "postgres", "presence")


class Ground:
    """A stack with rows, and those who change them."""

    def __init__(self, stack: Supervisor) -> None:
        self.stack = stack
        self.url = stack.environment["RAMPART_DATABASE_URL"]
        self.service = stack.environment["RAMPART_PRESENCE_URL"]
        eventually(self._knows_orders, bool, "the entities are known")
        self.rows = self._first_rows(WRITERS * ROWS_EACH + SHARED)
        shared = self.rows[:SHARED]
        self.writers = [
            RowWriter(
                self.service,
                self._token(),
                [*shared, *self.rows[SHARED + number :: WRITERS]],
                seed=number,
            )
            for number in range(WRITERS)
        ]

    def progress(self) -> None:
        """Each writer has made some more changes."""
        before = [one.accepted for one in self.writers]
        eventually(
            lambda: min(
                one.accepted - count for one, count in zip(self.writers, before, strict=True)
            ),
            PROGRESS.__le__,
            "changes are made",
        )

    def die_and_live(self, component: str) -> None:
        """Killed, and started again a moment after somebody has met that."""
        self.stack.kill(component, signal.SIGKILL)
        self.stack.start(component)

    def versions(self) -> dict[str, int]:
        """What the rows say."""
        with psycopg.connect(self.url) as connection:
            found = connection.execute(
                "SELECT o_orderkey, version FROM orders WHERE o_orderkey = ANY(%s)",
                ([int(row) for row in self.rows],),
            )
            return {str(key): version for key, version in found.fetchall()}

    def untold(self) -> int:
        """Events that the relay has not sent yet."""
        with psycopg.connect(self.url) as connection:
            ((waiting,),) = connection.execute("SELECT count(*) FROM rampart.outbox").fetchall()
            return int(waiting)

    def changes_told(self) -> list[Version]:
        """Every change on the log, in each instance's order."""
        log = KafkaLog.of_existing(
            self.stack.environment["RAMPART_KAFKA_BOOTSTRAP"], EntityLifecycle.name
        )
        codec = Codec.committed()
        return [
            version
            for record in log.records()
            for event in [codec.decode(EntityLifecycle.name, record.value)]
            for version in zip(event["ids"], event["versions"], strict=True)
        ]

    def _token(self) -> str:
        settings = found_settings(Settings, self.stack.name)
        who = Identity("anna", TENANT, groups=("analyst",))
        return sign_token(settings, who, SystemClock(), minutes=60)

    def _knows_orders(self) -> bool:
        headers = {"authorization": f"Bearer {self._token()}"}
        answer = httpx.get(f"{self.service}/api/v1/meta/entities/order", headers=headers)
        return answer.status_code == httpx.codes.OK

    def _first_rows(self, count: int) -> list[str]:
        with psycopg.connect(self.url) as connection:
            found = connection.execute(
                "SELECT o_orderkey FROM orders WHERE tenant_id = %s ORDER BY 1 LIMIT %s",
                (TENANT, count),
            )
            return [str(key) for (key,) in found.fetchall()]


@pytest.fixture
def ground() -> Iterator[Ground]:
    name = f"test-edits-{os.getpid()}"
    with running_stack(name, components=["seed", "presence", "presence_worker"]) as stack:
        serve_tpch(stack.environment["RAMPART_DATABASE_URL"])
        yield Ground(stack)


def test_no_accepted_change_is_lost_and_each_is_told_once_whatever_is_killed(
    ground: Ground,
) -> None:
    ground.progress()
    for component in DEATHS:
        ground.die_and_live(component)
        ground.progress()  # without any other server being started again
    told = Told().joined(writer.stop() for writer in ground.writers)
    eventually(ground.untold, (0).__eq__, "everything is told")
    rows = ground.versions()
    changes = ground.changes_told()

    assert set(told.statuses) <= DOCUMENTED
    assert told.statuses[409] > 0  # they did meet
    assert told.unanswered.total() > 0  # and the deaths were felt
    assert judged(told, rows, changes) == []


def test_canary_a_change_that_is_not_told_is_seen() -> None:
    told = Told({("1", 2), ("1", 3)})
    assert judged(told, {"1": 3}, [("1", 2), ("1", 3)]) == []
    assert judged(told, {"1": 3}, [("1", 3)])
    assert judged(told, {"1": 3}, [("1", 3), ("1", 2)])
    assert judged(told, {"1": 3}, [("1", 2), ("1", 3), ("1", 4)])
    assert judged(told, {"1": 2}, [("1", 2)])
    assert judged(told, {"1": 4}, [("1", 2), ("1", 3), ("1", 4)])
