"""Presence on a stack of its own: started, known to, and told of changes."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from uuid import UUID, uuid4

import psycopg

from metamodel.events.codec import Codec
from metamodel.events.entity_lifecycle import EntityLifecycle
from metamodel.kernel.clock import SystemClock
from ops.cli._connection import found_settings
from ops.cli._presence_client import Follower, Identity, following, sign_token
from ops.stack.environment import child_environment
from ops.stack.ports import reserve_ports, says_ok
from ops.stack.running import running_stack
from ops.stack.supervisor import Supervisor
from ops.tpch.served import serve_tpch
from presence_api.adapters.outbox_postgres import insert_of
from presence_api.entities.outbox.outgoing import outgoing_event
from presence_api.settings import Settings
from tests.eventually import eventually


@contextmanager
def presence_stack(name: str) -> Iterator[Supervisor]:
    """Presence with what it needs, and TPC-H published."""
    with running_stack(
        f"test-{name}-{os.getpid()}",
        components=["presence", "presence_worker"],
        settings={"RAMPART_PRESENCE_LOG_LEVEL": "DEBUG"},
    ) as running:
        serve_tpch(running.environment["RAMPART_DATABASE_URL"])
        eventually(lambda: _knows_orders(running), bool, "the entities are known")
        yield running


@contextmanager
def second_instance(stack: Supervisor) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Another process of the service beside the stack's own: its port, and what it is."""
    (port,) = reserve_ports({"presence": 0}).values()
    command = [sys.executable, "-m", "ops.cli.main", "presence", "serve", "--role", "live"]
    process = subprocess.Popen(
        [*command, "--port", str(port), "--stack", stack.name],
        env=child_environment(stack.environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        eventually(lambda: says_ok(port, "/health/ready"), bool, "the second instance")
        yield port, process
    finally:
        process.kill()
        process.wait(20)


def follower(
    stack: Supervisor, user: str, tenant: str = "EUROPE", url: str | None = None
) -> AbstractContextManager[Follower]:
    settings = found_settings(Settings, stack.name)
    token = sign_token(settings, Identity(user, tenant), SystemClock(), minutes=5)
    return following(url or settings.presence_url, token)


def until(heard: Iterator[str], op: str) -> dict[str, object]:
    return next(found for text in heard if (found := json.loads(text))["op"] == op)


def change(stack: Supervisor, phase: str, operation: UUID, order: str = "5", **fields: Any) -> None:
    """A transaction announces, or ends, what it does to an order, the fifth unless it is said."""
    payload = {
        "event_id": uuid4(),
        "occurred_at": SystemClock().now(),
        "phase": phase,
        "operation_id": operation,
        "job_id": None,
        "tenant": "EUROPE",
        "entity": "order",
        "ids": [order],
        "versions": [1],
        "changed_attributes": ["status"],
        "expires_at": None,
    }
    event = outgoing_event(Codec.committed(), EntityLifecycle.name, payload | fields)
    with psycopg.connect(stack.environment["RAMPART_DATABASE_URL"]) as connection:
        connection.execute(*insert_of([event]))


def _knows_orders(stack: Supervisor) -> bool:
    """Has the service seen what was published?"""
    with follower(stack, "probe") as probe:
        probe.say("SUB", room="order")
        heard = probe.hear()
        next(heard)
        return bool(json.loads(next(heard))["op"] == "SNAPSHOT")
