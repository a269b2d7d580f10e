"""Writers, relays and a broker for the law of the relay on real servers."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, LiteralString

import psycopg

from ops.stack.environment import child_environment
from ops.stack.places import REPOSITORY
from ops.stack.supervisor import Supervisor
from presence_api.adapters.outbox_postgres import LOCKS, insert_of
from presence_api.ports.outbox import SHARDS, OutgoingEvent
from tests.contract.kafka_log import KafkaLog
from tests.eventually import eventually
from tests.faults.streaming import relaying

KEYS_EACH = 20
MOST_ROWS = 8


class Writer:
    """Inserts numbered rows until told to stop; a key's rows are in `written`, as committed.

    It has two transactions open at a time that end in any order, and a few are rolled back; a key
    is in one of them at most.
    """

    def __init__(self, url: str, topic: str, seed: int) -> None:
        self._url, self._topic, self._random = url, topic, random.Random(seed)
        self._keys = [f"{seed}:{number}" for number in range(KEYS_EACH)]
        self.written: dict[str, list[str]] = {key: [] for key in self._keys}
        self._count = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after the transactions that are open."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        half = KEYS_EACH // 2
        with ExitStack() as stack:
            both = [stack.enter_context(psycopg.connect(self._url)) for _ in range(2)]
            while not self._stop.is_set():
                first, second = self._random.sample((self._keys[:half], self._keys[half:]), 2)
                rows = self._insert(both[0], first), self._insert(both[1], second)
                for connection, mine in sorted(
                    zip(both, rows, strict=True), key=lambda _: self._random.random()
                ):
                    self._end(connection, mine)

    def _insert(
        self, connection: psycopg.Connection[Any], keys: Sequence[str]
    ) -> Sequence[tuple[str, str]]:
        rows = []
        for key in self._random.choices(keys, k=self._random.randrange(1, MOST_ROWS)):
            self._count += 1
            rows.append((key, str(self._count)))
        connection.execute(
            *insert_of([OutgoingEvent(self._topic, key, text.encode(), {}) for key, text in rows])
        )
        return rows

    def _end(self, connection: psycopg.Connection[Any], rows: Sequence[tuple[str, str]]) -> None:
        if self._random.random() < 0.1:
            connection.rollback()
            return
        connection.commit()
        for key, text in rows:
            self.written[key].append(text)


class Ground:
    """One topic, one outbox, and relays by number."""

    def __init__(self, stack: Supervisor) -> None:
        self._stack = stack
        self.url = stack.environment["RAMPART_DATABASE_URL"]
        self.bootstrap = stack.environment["RAMPART_KAFKA_BOOTSTRAP"]
        self.log = KafkaLog(self.bootstrap)
        self._relays: dict[int, subprocess.Popen[bytes]] = {}

    def start_relay(self, number: int, sender: str = "honest", shift_s: int = 0) -> None:
        """A relay in a process of its own, whose clock may be ahead."""
        argv = [sys.executable, "-m", relaying.__name__, self.url, self.bootstrap, sender]
        self._relays[number] = subprocess.Popen(
            [*argv, str(shift_s)],
            cwd=REPOSITORY,
            env=child_environment({}),
        )

    def kill_relay(self, number: int) -> None:
        """End one without a word."""
        self._relays[number].kill()
        self._relays.pop(number).wait()

    def stop_relay(self, number: int, within_s: float) -> int:
        """Ask one to end; its exit code."""
        relay = self._relays.pop(number)
        relay.terminate()
        try:
            return relay.wait(within_s)
        except subprocess.TimeoutExpired:
            relay.kill()
            raise

    @contextmanager
    def broker_frozen(self) -> Iterator[None]:
        """It keeps its connections and answers nobody."""
        self._stack.kill("kafka", signal.SIGSTOP)
        try:
            yield
        finally:
            self._stack.kill("kafka", signal.SIGCONT)

    def end_sessions(self) -> None:
        """Take their sessions, and so their shards, from all relays."""
        self._ask(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'rampart outbox relay'"
        )

    def holders(self) -> int:
        """How many relays hold a shard."""
        return self._ask(
            "SELECT count(DISTINCT pid) FROM pg_locks"
            " WHERE locktype = 'advisory' AND classid = %s AND objid < %s",
            LOCKS,
            SHARDS,
        )

    def waiting(self) -> int:
        """Rows in the outbox."""
        return self._ask("SELECT count(*) FROM rampart.outbox")

    def sent(self) -> int:
        """Records in the topic."""
        return sum(self.log.source.state().high.values())

    def progress(self, rows: int) -> None:
        """Wait until so many more records lie in the topic."""
        goal = self.sent() + rows
        eventually(self.sent, goal.__le__, "records in the topic")

    def backlog(self, rows: int) -> None:
        """Wait until so many more rows wait in the outbox."""
        goal = self.waiting() + rows
        eventually(self.waiting, goal.__le__, "rows in the outbox")

    def appeared(self) -> Mapping[str, Sequence[str]]:
        """What lies in the topic by key, duplicates included."""
        found: dict[str, list[str]] = {}
        for record in self.log.records():
            key, value = (record.key or b"").decode(), (record.value or b"").decode()
            found.setdefault(key, []).append(value)
        return found

    def close(self) -> None:
        """Nothing of it stays."""
        for number in [*self._relays]:
            self.kill_relay(number)
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("TRUNCATE rampart.outbox")
        self.log.remove()

    def _ask(self, query: LiteralString, *values: int) -> int:
        with psycopg.connect(self.url, autocommit=True) as connection:
            row = connection.execute(query, values).fetchone()
        return 0 if row is None else int(row[0])


def judge(written: Mapping[str, Sequence[str]], appeared: Mapping[str, Sequence[str]]) -> None:
    """The law: nothing lost, nothing made up, first appearances in row order."""
    for key, rows in written.items():
        first = [*dict.fromkeys(appeared.get(key, ()))]
        lost = [row for row in rows if row not in first]
        assert not lost, f"{key}: lost {lost[:5]}, {len(lost)} of {len(rows)}"
        assert first == rows, f"{key}: order {first[:20]}, not {rows[:20]}"


def stack_name() -> str:
    """Of this test process."""
    return f"test-relay-{os.getpid()}"
