"""Rows a second from the outbox to acks=all, against COPY out and a bare producer."""

import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

import psycopg
from confluent_kafka import Producer

from metamodel.events._example import example_of
from metamodel.events.codec import Codec
from metamodel.events.entity_lifecycle import EntityLifecycle
from metamodel.kernel.clock import SystemClock
from ops.stack.running import running_stack
from presence_api.adapters.ordered_sender_kafka import KafkaOrderedSender
from presence_api.adapters.outbox_postgres import PostgresOutbox, insert_of
from presence_api.entities.outbox.outgoing import outgoing_event
from presence_api.entities.outbox.relay import Relay
from presence_api.ports.outbox import OutgoingEvent

ROWS, KEYS, ROUNDS = 50_000, 997, 5
CHUNK = 5_000
SINGLE = 100
LOOK_EVERY_S = 0.0005
GOAL_RATE, GOAL_RATIO = 10_000, 0.6


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU of this process, and wall, in seconds."""

    cpu_s: float
    wall_s: float


def bench_outbox() -> list[str]:
    """Lines to print; the two kinds of passes alternate over equal rows."""
    with running_stack(f"bench-{os.getpid()}", components=["kafka", "migrations"]) as stack:
        url = stack.environment["RAMPART_DATABASE_URL"]
        bootstrap = stack.environment["RAMPART_KAFKA_BOOTSTRAP"]
        bench = _Bench(url, bootstrap)
        costs = [(bench.peer(), bench.relayed()) for _ in range(ROUNDS)]
        waits = bench.waits()
    peer, ours = ([pair[side] for pair in costs] for side in (0, 1))
    cpu = median(one.cpu_s for one in peer) / median(one.cpu_s for one in ours)
    wall = median(one.wall_s for one in peer) / median(one.wall_s for one in ours)
    p95 = sorted(waits)[int(len(waits) * 0.95)]
    return [
        f"outbox: {ROWS} rows to acks=all, median of {ROUNDS} alternating passes",
        _line("COPY out + bare producer  ", peer),
        _line("relay: read, send, delete ", ours) + f" (goal >= {GOAL_RATE})",
        f"  ratio {cpu:.2f} of the peer's speed by CPU, {wall:.2f} by wall (goal >= {GOAL_RATIO})",
        f"  one row, commit to deletion: median {median(waits) * 1e3:.1f}, p95 {p95 * 1e3:.1f} ms",
    ]


def _line(name: str, costs: Sequence[Cost]) -> str:
    cpu, wall = median(one.cpu_s for one in costs), median(one.wall_s for one in costs)
    return f"  {name} {cpu:6.3f} CPU-s  {wall:6.3f} s  {ROWS / wall:9.0f} rows/s"


class _Bench:
    """Equal rows, sent by either side."""

    def __init__(self, url: str, bootstrap: str) -> None:
        self._url, self._bootstrap = url, bootstrap
        event = outgoing_event(
            Codec.committed(), EntityLifecycle.name, example_of(EntityLifecycle.schema)
        )
        self._events = [
            OutgoingEvent(event.topic, f"{event.key}{number % KEYS}", event.value, event.headers)
            for number in range(ROWS)
        ]
        self._relay = Relay(PostgresOutbox(url), KafkaOrderedSender(bootstrap), SystemClock())

    def peer(self) -> Cost:
        """Every row read once, sent, and acknowledged; then they are gone at a stroke."""
        self._fill()
        cost = _cost(self._copy_and_produce)
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute("TRUNCATE rampart.outbox")
        return cost

    def relayed(self) -> Cost:
        """The same by the relay, which also deletes them."""
        self._fill()
        goal = self._sent() + ROWS
        with _Running(self._relay):
            return _cost(lambda: self._await(goal))

    def waits(self) -> list[float]:
        """Seconds of single rows."""
        found: list[float] = []
        with _Running(self._relay), psycopg.connect(self._url) as connection:
            for event in self._events[:SINGLE]:
                goal = self._sent() + 1
                connection.execute(*insert_of([event]))
                began = time.perf_counter()
                connection.commit()
                self._await(goal)
                found.append(time.perf_counter() - began)
        return found

    def _copy_and_produce(self) -> None:
        producer = Producer(
            {"bootstrap.servers": self._bootstrap, "acks": "all", "compression.type": "lz4"}
        )
        with (
            psycopg.connect(self._url) as connection,
            connection.cursor().copy(
                "COPY (SELECT topic, key, value, headers FROM rampart.outbox ORDER BY shard, seq)"
                " TO STDOUT (FORMAT binary)"
            ) as copy,
        ):
            copy.set_types(["text", "text", "bytea", "jsonb"])
            for topic, key, value, headers in copy.rows():
                producer.produce(topic, value=value, key=key, headers=headers)
                producer.poll(0)
        producer.flush()

    def _fill(self) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            for first in range(0, ROWS, CHUNK):
                connection.execute(*insert_of(self._events[first : first + CHUNK]))
            connection.execute("VACUUM ANALYZE rampart.outbox")

    def _sent(self) -> int:
        return self._relay.standing.relayed.total()

    def _await(self, goal: int) -> None:
        while self._sent() < goal:
            time.sleep(LOOK_EVERY_S)


class _Running:
    """The relay in a thread, as long as a block lasts."""

    def __init__(self, relay: Relay) -> None:
        self._stop: Final = threading.Event()
        self._thread: Final = threading.Thread(target=relay.run, args=(self._stop,))

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()


def _cost(work: Callable[[], None]) -> Cost:
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return Cost(time.process_time() - cpu, time.perf_counter() - wall)


if __name__ == "__main__":
    print("\n".join(bench_outbox()))
