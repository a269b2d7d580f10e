"""Each server is killed while rows are changed and reports are asked for over HTTP.

Nothing is lost, nothing is invented, and no figure is short.
"""

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
from ops.demo.stage import Stage
from ops.stack.running import running_stack
from ops.stack.supervisor import Supervisor
from presence_api.settings import Settings
from tests.contract.kafka_log import KafkaLog
from tests.eventually import eventually
from tests.faults.entities.ledger import Told, Version, judged
from tests.faults.entities.person import Person
from tests.faults.entities.reader import ReportReader
from tests.faults.entities.writer import RowWriter

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]
TENANT: Final = "EUROPE"
WRITERS: Final = 4
ROWS_EACH: Final = 4
SHARED: Final = 2  # rows that all of them fight for
PROGRESS: Final = 25  # changes a writer makes between two deaths
DOCUMENTED: Final = {200, 409, 423, 503}
REPORTED: Final = {200, 202, 503, 504}
DEATHS: Final = ("valkey", "kafka", "cube", "presence_worker", "postgres", "presence")
RANGES: Final = [
    (f"199{year}-{month:02}-01", f"1997-{month:02}-28") for year in "3456" for month in range(1, 13)
]
PARTS: Final = ["seed", "cube", "presence", "presence_worker"]
SETTINGS: Final = {"RAMPART_REPORTS_PER_USER": "1000000"}


class Ground:
    """A stack with rows, and those who change them."""

    def __init__(self, stack: Supervisor) -> None:
        self.stack = stack
        self.url = stack.environment["RAMPART_DATABASE_URL"]
        self.service = stack.environment["RAMPART_PRESENCE_URL"]
        eventually(self._knows_orders, bool, "the entities are known")
        self.rows = self._first_rows(WRITERS * ROWS_EACH + SHARED)
        self.reader = ReportReader(self.service, self._token(), self.counts())
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
        for one in self.everybody:
            one.begin()

    @property
    def everybody(self) -> list[Person]:
        """All who do something."""
        return [self.reader, *self.writers]

    def progress(self) -> None:
        """Each writer has made some more changes, and somebody has seen some more reports."""
        before, seen = [one.accepted for one in self.writers], self.reader.answered
        eventually(lambda: self.reader.answered - seen, PROGRESS.__le__, "reports are answered")
        eventually(
            lambda: min(
                one.accepted - count for one, count in zip(self.writers, before, strict=True)
            ),
            PROGRESS.__le__,
            "changes are made",
        )

    def counts(self) -> dict[tuple[str, str], int]:
        """Orders of the tenant in each range."""
        with psycopg.connect(self.url) as connection:
            return {
                (start, end): count
                for start, end in RANGES
                for (count,) in connection.execute(
                    "SELECT count(*) FROM orders WHERE tenant_id = %s"
                    " AND o_orderdate BETWEEN %s AND %s",
                    (TENANT, start, end),
                ).fetchall()
            }

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
    with running_stack(name, PARTS, settings=SETTINGS) as stack:
        Stage.on(stack).publish()
        yield Ground(stack)


def test_no_accepted_change_is_lost_and_each_is_told_once_whatever_is_killed(
    ground: Ground,
) -> None:
    ground.progress()
    for component in DEATHS:
        ground.die_and_live(component)
        ground.progress()  # without any other server being started again
    for one in ground.everybody:
        one.stop()
    told = Told().joined(writer.told for writer in ground.writers)
    eventually(ground.untold, (0).__eq__, "everything is told")
    rows = ground.versions()
    changes = ground.changes_told()

    assert set(told.statuses) <= DOCUMENTED
    assert told.statuses[409] > 0  # they did meet
    assert told.unanswered.total() > 0  # and the deaths were felt
    assert judged(told, rows, changes) == []
    assert set(ground.reader.statuses) <= REPORTED
    assert ground.reader.wrong == []


def test_canary_a_change_that_is_not_told_is_seen() -> None:
    told = Told({("1", 2), ("1", 3)})
    assert judged(told, {"1": 3}, [("1", 2), ("1", 3)]) == []
    assert judged(told, {"1": 3}, [("1", 3)])
    assert judged(told, {"1": 3}, [("1", 3), ("1", 2)])
    assert judged(told, {"1": 3}, [("1", 2), ("1", 3), ("1", 4)])
    assert judged(told, {"1": 2}, [("1", 2)])
    assert judged(told, {"1": 4}, [("1", 2), ("1", 3), ("1", 4)])
