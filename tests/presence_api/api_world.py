"""The whole HTTP API over fakes: gadgets in memory, locks of a shop, one person who may do all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Final

import jwt
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from metamodel.kernel.clock import SystemClock
from presence_api.adapters.token_verifier_jwt import SharedSecretVerifier
from presence_api.app import Service, app_of, caller_by_token, editor_by_token
from presence_api.entities.bulk.controller import bulk_routes
from presence_api.entities.controller import entity_routes
from presence_api.health.controller import probes
from presence_api.live.admin.controller import admin_routes
from presence_api.live.admin.overview import Overview
from presence_api.live.controller import lock_routes, ticket_route
from presence_api.live.handshake import Door
from presence_api.live.live import Live, LoopTimers
from presence_api.middleware.draining import Drain
from presence_api.ports.token_verifier import Claims, KeysUnavailable
from presence_api.problems import of_ours
from presence_api.reporting.controller import report_routes
from presence_api.settings import Settings
from tests.fakes.instance import Instance, desk_of
from tests.presence_api.entities.gadgets import TENANTS, row
from tests.presence_api.entities.served import Served
from tests.presence_api.reporting.answering.world import World

SECRET: Final = "s" * 32
ENDS_AT: Final = int(SystemClock().now().timestamp()) + 86_400  # long after the last of all tests


def signed(user: str = "anna", group: str = "analyst", tenant: str = "acme") -> str:
    """A token of somebody's."""
    claims = {"sub": user, "name": user.title(), "tenant": tenant, "groups": [group]}
    return jwt.encode({**claims, "exp": ENDS_AT}, SECRET, "HS256")


TOKEN: Final = signed()
BEARER: Final = {"authorization": f"Bearer {TOKEN}"}


class Verifier:
    """Believes what is signed; `away`: nobody has the keys."""

    def __init__(self) -> None:
        self.away = False
        self._verifier = SharedSecretVerifier(SECRET)

    def verify(self, token: str) -> Claims:
        if self.away:
            raise KeysUnavailable("away")
        return self._verifier.verify(token)


class ApiWorld:
    """All parts; TOKEN is Anna's, and the operators' as well."""

    def __init__(self, reporting: World | None = None) -> None:
        self.verifier = Verifier()
        self.served = Served(
            row(1, name="ada", amount="1.5000000000", email="a@example.org"),
            *(row(number, tenant_id=TENANTS[number % 5]) for number in range(2, 20)),
        )
        self.instance = Instance()
        desk = desk_of(
            self.instance.locks, self.instance.table, self.instance.clock, self.instance.changes
        )
        self.reporting = reporting or World()
        self.reporting.build()
        self.live = Live(
            self.instance.sessions, Door((), self.instance.tickets), desk, LoopTimers()
        )

    def routes(self) -> list[HTTPRouteHandler]:
        """Every route of the API."""
        who = partial(editor_by_token, self.verifier)
        caller = partial(caller_by_token, self.verifier)
        return [
            *probes((), lambda: b"figures 1\n"),
            ticket_route(self.live, self.verifier),
            *lock_routes(self.live.desk, self.verifier),
            *admin_routes(Overview(self.live), TOKEN.encode()),
            *entity_routes(self.served.service, who),
            *report_routes(self.reporting.reports, caller, of_ours),
            *bulk_routes(self.served.desk, who, self.served.clock),
        ]

    def app(self, *more: HTTPRouteHandler) -> Litestar:
        """As the service puts it together."""
        return app_of([*self.routes(), *more], Settings(), Drain())

    def service(self) -> Service:
        """As a process of its own would run it."""
        drain = Drain()

        @asynccontextmanager
        async def working(_: Litestar) -> AsyncIterator[None]:
            self.live.start(asyncio.get_running_loop())
            try:
                yield
            finally:
                self.live.stop()

        return Service(app_of(self.routes(), Settings(), drain, working), self.live, drain)
