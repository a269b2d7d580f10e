"""Presence on a stack of its own: started, known to, and told of changes."""

import json
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg.types.json import Jsonb

from metamodel.events.codec import Codec
from metamodel.events.entity_lifecycle import EntityLifecycle
from metamodel.kernel.clock import SystemClock
from metamodel.model.load import load
from ops.cli._connection import found_settings
from ops.cli._presence_client import Follower, Identity, following, sign_token
from ops.stack.running import running_stack
from ops.stack.supervisor import Supervisor
from presence_api.adapters.outbox_postgres import insert_of
from presence_api.entities.outbox.outgoing import outgoing_event
from presence_api.settings import Settings
from tests.eventually import eventually

DOCUMENT = Path("metamodel/documents/tpch.json")


@contextmanager
def presence_stack(name: str) -> Iterator[Supervisor]:
    """Presence with what it needs, and TPC-H published."""
    with running_stack(
        f"test-{name}-{os.getpid()}",
        components=["presence", "presence_worker"],
        settings={"RAMPART_PRESENCE_LOG_LEVEL": "DEBUG"},
    ) as running:
        model = load(DOCUMENT.read_text(encoding="utf-8")).require()
        with psycopg.connect(running.environment["RAMPART_DATABASE_URL"]) as connection:
            connection.execute(
                "INSERT INTO rampart.metamodel_publication"
                " (name, version, spec_version, document, hashes, state)"
                " VALUES ('tpch', 'tpch-1', '1.0.0', %s, '{}', 'CURRENT')",
                [Jsonb(model.model_dump(mode="json", by_alias=True))],
            )
        eventually(lambda: _knows_orders(running), bool, "the entities are known")
        yield running


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
