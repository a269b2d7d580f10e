"""`/health/live`, `/health/ready` and `/metrics`, for orchestrators and Prometheus."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.status_codes import HTTP_200_OK, HTTP_503_SERVICE_UNAVAILABLE
from msgspec import UNSET, Struct, UnsetType

from presence_api.health.part import Part
from presence_api.promises import promises

EXPOSITION: Final = "text/plain; version=0.0.4"  # Litestar adds the charset


class Verdict(Struct):
    """Whether all is well, and what is not, by the name of a part."""

    ok: bool
    faults: dict[str, str]
    degraded: dict[str, str] | UnsetType = UNSET


_PROMISED: Final = promises(answer=Verdict, also={HTTP_503_SERVICE_UNAVAILABLE: Verdict})


def probes(
    parts: Sequence[Part], figures: Callable[[], bytes], helpers: Sequence[Part] = ()
) -> Sequence[HTTPRouteHandler]:
    """The routes; `figures` is everything Prometheus reads, in its text format.

    Without its `helpers` the service does less, and still serves.
    """

    @get("/health/live", sync_to_thread=False, opt=_PROMISED)
    def live() -> Response[Mapping[str, Any]]:
        """503 if a part has ended: start the process again."""
        return _verdict({part.name: "" if part.alive else "ended" for part in (*parts, *helpers)})

    @get("/health/ready", sync_to_thread=False, opt=_PROMISED)
    def ready() -> Response[Mapping[str, Any]]:
        """503 while a part does not do its work that nothing goes without; each says why."""
        return _verdict(
            {part.name: part.fault for part in parts},
            {part.name: part.fault for part in helpers},
        )

    @get("/metrics", sync_to_thread=False, opt=promises(answer=str, answer_media=("text/plain",)))
    def metrics() -> Response[bytes]:
        """Figures for Prometheus."""
        return Response(figures(), media_type=EXPOSITION)

    return (live, ready, metrics)


def _verdict(
    faults: Mapping[str, str], lesser: Mapping[str, str] = MappingProxyType({})
) -> Response[Mapping[str, Any]]:
    bad, degraded = ({name: one for name, one in all_.items() if one} for all_ in (faults, lesser))
    found: dict[str, Any] = {"ok": not bad, "faults": bad}
    return Response(
        found | ({"degraded": degraded} if degraded else {}),
        status_code=HTTP_503_SERVICE_UNAVAILABLE if bad else HTTP_200_OK,
    )
