"""Composition root of the service for browsers: settings -> adapters -> parts -> an ASGI app.

Importing this reads no environment and opens nothing; `uvicorn --factory
presence_api.app:from_environment` does both.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial

import anyio
from litestar import Litestar

from metamodel.kernel.clock import SystemClock
from metamodel.streaming.broker_access import ListenerSecurity
from presence_api.adapters.kafka_access import KafkaAccess
from presence_api.adapters.ordered_sender_kafka import KafkaOrderedSender
from presence_api.adapters.outbox_postgres import PostgresOutbox
from presence_api.adapters.relay_figures_prometheus import exposition
from presence_api.entities.outbox.relay import Relay
from presence_api.entities.outbox.shift import Pace
from presence_api.entities.outbox.worker import RelayWorker
from presence_api.health.controller import probes
from presence_api.settings import Settings


def from_environment() -> Litestar:
    """The app as the environment says."""
    return create_app(Settings())


def create_app(settings: Settings) -> Litestar:
    """The app for the settings' role; what runs in the background starts and ends with it."""
    relay = outbox_relay(settings)
    parts = [RelayWorker(relay)]
    return Litestar(
        route_handlers=probes(parts, partial(exposition, relay.standing)),
        lifespan=[partial(_working, parts)],
        logging_config=None,  # a process has one, and says which where it starts
        openapi_config=None,  # probes are for machines that know them
    )


def outbox_relay(settings: Settings) -> Relay:
    """The relay on real Postgres and Kafka; nothing is opened yet."""
    access = KafkaAccess(
        ListenerSecurity(settings.kafka_security_protocol),
        settings.kafka_user,
        settings.kafka_password_file,
        settings.kafka_ca_file,
    )
    url = settings.database_url.get_secret_value()
    return Relay(
        PostgresOutbox(url, settings.outbox_query_timeout_s),
        KafkaOrderedSender(
            settings.kafka_bootstrap, timeout_s=settings.outbox_timeout_s, access=access
        ),
        SystemClock(),
        Pace(batch_rows=settings.outbox_batch_rows, poll_s=settings.outbox_poll_s),
    )


@asynccontextmanager
async def _working(parts: Sequence[RelayWorker], app: Litestar) -> AsyncIterator[None]:
    del app
    for part in parts:
        part.start()
    try:
        yield
    finally:
        for part in parts:
            await anyio.to_thread.run_sync(part.stop)
