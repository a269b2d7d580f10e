"""Composition root of the service for browsers: settings -> adapters -> parts -> an ASGI app.

Importing this reads no environment and opens nothing; `uvicorn --factory
presence_api.app:from_environment` does both, with WebSockets through ASGI. `rampart presence serve`
runs the same with the fast socket.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import anyio
from litestar import Litestar, Request

from metamodel.kernel.clock import SystemClock
from presence_api import problems
from presence_api.adapters.bulk_figures_prometheus import bulk_exposition
from presence_api.adapters.ordered_sender_kafka import KafkaOrderedSender
from presence_api.adapters.outbox_postgres import PostgresOutbox
from presence_api.adapters.presence_figures_prometheus import presence_exposition
from presence_api.adapters.published_entities_postgres import PublishedEntities
from presence_api.adapters.relay_figures_prometheus import exposition
from presence_api.adapters.report_figures_prometheus import report_exposition
from presence_api.caller import Caller
from presence_api.entities.bulk.controller import bulk_routes
from presence_api.entities.bulk.counts import BulkCounts
from presence_api.entities.controller import entity_routes
from presence_api.entities.outbox.relay import Relay
from presence_api.entities.outbox.shift import Pace
from presence_api.entities.outbox.worker import RelayWorker
from presence_api.entities.writing.patching import Editor
from presence_api.entity_service import BulkUpdates, Entities, bulk_updates, entity_service
from presence_api.health.controller import probes
from presence_api.live.admin.controller import admin_routes
from presence_api.live.admin.overview import Overview
from presence_api.live.background import Background
from presence_api.live.controller import bearer, lock_routes, ticket_route
from presence_api.live.live import Live
from presence_api.live.socket import presence_socket
from presence_api.live_service import (
    admin_secret,
    named_origins,
    presence,
    published_entities,
    signing_key,
    token_verifier,
)
from presence_api.middleware.draining import Drain
from presence_api.middleware.every_request import every_request
from presence_api.openapi.controller import document_routes
from presence_api.openapi.document import document
from presence_api.pages.controller import pages
from presence_api.ports.token_verifier import TokenVerifier
from presence_api.problem_types.controller import problem_routes
from presence_api.report_service import Reporting, report_service
from presence_api.reporting.controller import report_routes
from presence_api.settings import Settings
from presence_api.streaming import event_codec, kafka_access
from presence_api.threads import elsewhere

Part = RelayWorker | PublishedEntities | Entities | BulkUpdates
"""What has threads of its own."""


@dataclass(frozen=True, slots=True)
class Service:
    """One process: its ASGI app, and what of it runs without ASGI (None: nothing)."""

    app: Litestar
    live: Live | None
    drain: Drain = field(default_factory=Drain)


def from_environment() -> Litestar:
    """The app as the environment says."""
    return create_app(Settings())


def create_app(settings: Settings) -> Litestar:
    """The app for the settings' roles; what runs in the background starts and ends with it."""
    return create_service(settings).app


def create_service(settings: Settings) -> Service:
    """The app and what is beside it.

    Raises KeyUnusable, PagesMissing, ProxyUnknown, SchemaIdMissing, SchemaIdsUnavailable.
    """
    entities, codec = published_entities(settings), event_codec(settings)
    parts: list[Part] = [entities]
    routes: list[Any] = []
    figures: list[Callable[[], bytes]] = []
    helpers: list[Background | Reporting] = []
    bulk = BulkCounts()
    running = None
    if settings.has_role("worker"):
        relay = outbox_relay(settings)
        parts += [RelayWorker(relay), bulk_updates(settings, entities, codec, bulk)]
        figures.append(partial(exposition, relay.standing))
    if settings.has_role("live") or settings.has_role("api"):
        verifier, key = token_verifier(settings), signing_key(settings)
    if settings.has_role("live"):
        found = presence(settings, entities, key, codec)
        running = found.live
        helpers += [found.bus, found.feed]
        figures.append(partial(presence_exposition, running.sessions, found.staleness))
        routes += _live_routes(settings, running, verifier)
    if settings.has_role("api"):
        served = entity_service(settings, entities, key, codec, bulk)
        reporting = report_service(settings, entities)
        parts.append(served)
        helpers += reporting
        figures += [partial(report_exposition, one.counts, one.cube) for one in reporting]
        routes += _api_routes(served, reporting, verifier)
    if settings.has_role("worker") or settings.has_role("api"):
        figures.append(partial(bulk_exposition, bulk, entities))
    drain = Drain()
    shown = [*parts, drain, *([running] if running else [])]
    routes += probes(shown, lambda: b"".join(one() for one in figures), helpers)
    app = app_of(routes, settings, drain, partial(_working, parts, helpers, running))
    return Service(app, running, drain)


def app_of(routes: Sequence[Any], settings: Settings, drain: Drain, *lifespan: Any) -> Litestar:
    """These routes, the pages that describe them, and what goes before every request."""
    app = Litestar(
        route_handlers=self_described(routes),
        lifespan=list(lifespan),
        exception_handlers=dict(problems.HANDLERS),
        logging_config=None,  # a process has one, and says which where it starts
        openapi_config=None,  # its own document leaves out what routes promise
    )
    app.asgi_handler = every_request(
        app.asgi_handler,
        clock=SystemClock(),
        origins=named_origins(settings.presence_cors_origins),
        https=settings.presence_https,
        drain=drain,
    )
    return app


def self_described(routes: Sequence[Any]) -> list[Any]:
    """These routes, and those that tell what they are and what their problems mean."""
    found = [*routes, *problem_routes(problems.problem_types())]
    found += document_routes(lambda: document(found))
    return found


def _live_routes(settings: Settings, live: Live, verifier: TokenVerifier) -> Sequence[Any]:
    """Tickets, locks, the socket; if the settings want them, pages and what operators ask."""
    secret = admin_secret(settings)
    return [
        ticket_route(live, verifier),
        *lock_routes(live.desk, verifier),
        presence_socket(live),
        *(admin_routes(Overview(live), secret) if secret is not None else ()),
        *([pages(settings.presence_pages)] if settings.presence_pages is not None else ()),
    ]


def _api_routes(
    entities: Entities, reporting: Sequence[Reporting], verifier: TokenVerifier
) -> Sequence[Any]:
    """Entities one by one and many at once, and reports if there are any."""
    editor, caller = partial(editor_by_token, verifier), partial(caller_by_token, verifier)
    return [
        *entity_routes(entities.service, editor),
        *bulk_routes(entities.desk, editor, SystemClock()),
        *(
            route
            for one in reporting
            for route in report_routes(one.reports, caller, problems.of_ours)
        ),
    ]


def outbox_relay(settings: Settings) -> Relay:
    """The relay on real Postgres and Kafka; nothing is opened yet."""
    url = settings.database_url.get_secret_value()
    return Relay(
        PostgresOutbox(url, settings.outbox_query_timeout_s),
        KafkaOrderedSender(
            settings.kafka_bootstrap,
            timeout_s=settings.outbox_timeout_s,
            access=kafka_access(settings),
        ),
        SystemClock(),
        Pace(batch_rows=settings.outbox_batch_rows, poll_s=settings.outbox_poll_s),
    )


def editor_by_token(verifier: TokenVerifier, request: Request[Any, Any, Any]) -> Editor:
    """Whose token came with a request. Raises TokenRefused, KeysUnavailable."""
    claims = verifier.verify(bearer(request.headers.get("authorization", "")))
    groups = frozenset(claims.groups)
    caller = Caller(claims.tenant, claims.subject, groups, claims.everything)
    return Editor(caller, claims.name)


async def caller_by_token(verifier: TokenVerifier, request: Request[Any, Any, Any]) -> Caller:
    """The same for those on the event loop: keys may have to be fetched."""
    return (await elsewhere(partial(editor_by_token, verifier, request))).caller


@asynccontextmanager
async def _working(
    parts: Sequence[Part],
    helpers: Sequence[Background | Reporting],
    presence: Live | None,
    app: Litestar,
) -> AsyncIterator[None]:
    del app
    for part in (*parts, *helpers):
        part.start()
    if presence is not None:
        presence.start(asyncio.get_running_loop())
    try:
        yield
    finally:
        if presence is not None:
            presence.stop()
        for helper in helpers:
            await helper.stop()
        for part in parts:
            await anyio.to_thread.run_sync(part.stop)
