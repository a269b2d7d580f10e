"""Errors as HTTP answers: RFC 9457, `application/problem+json`."""

from collections.abc import Mapping
from typing import Any, Final

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.status_codes import HTTP_503_SERVICE_UNAVAILABLE

from metamodel.kernel.errors import RampartError
from presence_api.live.admin.controller import RoomEmpty
from presence_api.live.lock_desk import EntityUnknown, LockHeld, LockNotHeld
from presence_api.live.lock_terms import InstanceChanging
from presence_api.ports.fence_epochs import EpochsUnavailable
from presence_api.ports.lock_table import LocksUnavailable
from presence_api.ports.mutations import MutationsUnavailable
from presence_api.ports.token_verifier import KeysUnavailable, TokenRefused
from presence_api.ports.write_guard import FenceOvertaken, LockTokenRefused

PROBLEM: Final = "application/problem+json"
_STATUS: Final[Mapping[type[RampartError], int]] = {
    TokenRefused: 401,
    LockTokenRefused: 403,
    EntityUnknown: 404,
    RoomEmpty: 404,
    FenceOvertaken: 409,
    LockNotHeld: 409,
    InstanceChanging: 423,
    LockHeld: 423,
    EpochsUnavailable: 503,
    KeysUnavailable: 503,
    LocksUnavailable: 503,
    MutationsUnavailable: 503,
}


def problem(
    status: int, title: str, *, kind: str = "about:blank", detail: str = "", **more: Any
) -> Response[Mapping[str, Any]]:
    """One answer that says what is wrong; `more` are members of its own."""
    body = {"type": kind, "title": title, "status": status} | more
    return Response(
        body | ({"detail": detail} if detail else {}), status_code=status, media_type=PROBLEM
    )


def of_ours(request: Request[Any, Any, Any], error: RampartError) -> Response[Mapping[str, Any]]:
    """An error of our tree: its code leads to the reference, its hint is the detail."""
    del request
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)
    more: dict[str, Any] = {}
    if isinstance(error, LockHeld):
        more = {"holder": error.holder, "expires_at": error.ends_at}
    if isinstance(error, InstanceChanging):
        more = {"expires_at": error.ends_at}
    kind = f"/problems/{error.code.lower()}"
    found = problem(status, str(error), kind=kind, detail=error.hint, **more)
    if status == HTTP_503_SERVICE_UNAVAILABLE:
        found.headers["retry-after"] = "5"
    if status == 401:  # noqa: PLR2004 - Unauthorized
        found.headers["www-authenticate"] = "Bearer"
    return found


def of_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Mapping[str, Any]]:
    """A fault that the framework found in a request."""
    del request
    more: dict[str, Any] = {"faults": error.extra} if error.extra else {}
    return problem(error.status_code, error.detail or "refused", **more)
