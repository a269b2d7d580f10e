"""docs/reference/openapi.json: the HTTP API, with all routes that there are in any role."""

import json
from collections.abc import Sequence
from typing import Any

from presence_api.app import self_described
from presence_api.entities.bulk.controller import bulk_routes
from presence_api.entities.controller import entity_routes
from presence_api.health.controller import probes
from presence_api.live.admin.controller import admin_routes
from presence_api.live.controller import lock_routes, ticket_route
from presence_api.openapi.document import document
from presence_api.reporting.controller import report_routes


def pages() -> dict[str, str]:
    """The document."""
    return {"openapi.json": json.dumps(document(all_routes()), indent=2) + "\n"}


def all_routes() -> Sequence[Any]:
    """Every route; what they would ask is not there, for nobody calls them here."""
    nothing: Any = None
    return self_described(
        [
            *probes((), bytes),
            ticket_route(nothing, nothing),
            *lock_routes(nothing, nothing),
            *admin_routes(nothing, b""),
            *entity_routes(nothing, nothing),
            *bulk_routes(nothing, nothing, nothing),
            *report_routes(nothing, nothing, nothing),
        ]
    )
