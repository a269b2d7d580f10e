"""`/health/live`, `/health/ready` and `/metrics`, for orchestrators and Prometheus."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.status_codes import HTTP_200_OK, HTTP_503_SERVICE_UNAVAILABLE

from presence_api.health.part import Part

EXPOSITION: Final = "text/plain; version=0.0.4"  # Litestar adds the charset


def probes(parts: Sequence[Part], figures: Callable[[], bytes]) -> Sequence[HTTPRouteHandler]:
    """The routes; `figures` is everything Prometheus reads, in its text format."""

    @get("/health/live", sync_to_thread=False)
    def live() -> Response[Mapping[str, Any]]:
        """503 if a part has ended: start the process again."""
        return _verdict({part.name: "" if part.alive else "ended" for part in parts})

    @get("/health/ready", sync_to_thread=False)
    def ready() -> Response[Mapping[str, Any]]:
        """503 while a part does not do its work; each says why."""
        return _verdict({part.name: part.fault for part in parts})

    @get("/metrics", sync_to_thread=False)
    def metrics() -> Response[bytes]:
        """Figures for Prometheus."""
        return Response(figures(), media_type=EXPOSITION)

    return (live, ready, metrics)


def _verdict(faults: Mapping[str, str]) -> Response[Mapping[str, Any]]:
    bad = {name: fault for name, fault in faults.items() if fault}
    return Response(
        {"ok": not bad, "faults": bad},
        status_code=HTTP_503_SERVICE_UNAVAILABLE if bad else HTTP_200_OK,
    )
