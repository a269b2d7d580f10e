"""Errors as HTTP answers: RFC 9457, `application/problem+json`."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from http import HTTPStatus
from typing import Any, Final

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.status_codes import HTTP_503_SERVICE_UNAVAILABLE

from metamodel.kernel.errors import RampartError
from presence_api.entities.bulk.desk import JobForbidden, JobUnknown
from presence_api.entities.bulk.plan_tokens import PlanChanged
from presence_api.entities.bulk.sighting import TooManyRows
from presence_api.entities.catalogue.view import EntityForbidden, EntityNotServed
from presence_api.entities.controller import shown
from presence_api.entities.faults import RequestInvalid
from presence_api.entities.instance import InstanceUnknown
from presence_api.entities.search.cursor import CursorRefused
from presence_api.entities.writing.patching import (
    RowChanging,
    RowHeld,
    VersionConflict,
    VersionMissing,
)
from presence_api.entities.writing.repeats import IdempotencyKeyRefused
from presence_api.json_body import BodyTooLarge, BodyUnreadable, MediaTypeRefused
from presence_api.live.admin.controller import RoomEmpty
from presence_api.live.lock_desk import EntityUnknown, LockHeld, LockNotHeld
from presence_api.live.lock_terms import InstanceChanging
from presence_api.middleware.failures import PROBLEM, RequestFailed, failure
from presence_api.ports.bulk_jobs import JobsUsedUp
from presence_api.ports.entity_store import EntityStoreUnavailable, SearchTooSlow
from presence_api.ports.fence_epochs import EpochsUnavailable
from presence_api.ports.lock_table import LocksUnavailable
from presence_api.ports.mutations import MutationsUnavailable
from presence_api.ports.rate_limits import CostAboveQuota
from presence_api.ports.report_source import SourceRefused, SourceTooSlow
from presence_api.ports.row_writer import KeyReused, ValueRefused
from presence_api.ports.served_models import ModelsUnknown
from presence_api.ports.token_verifier import KeysUnavailable, TokenRefused
from presence_api.ports.write_guard import FenceOvertaken, LockTokenRefused
from presence_api.problem_types.controller import ProblemUnknown
from presence_api.problem_types.problem_type import ProblemType, problem_type_of, type_of
from presence_api.reporting.answering.charging import TooManyReports
from presence_api.reporting.answering.postponed import ResultUnknown
from presence_api.reporting.answering.reporting_models import NothingServed
from presence_api.reporting.answering.reports import ReportUnavailable, TermsForbidden
from presence_api.reporting.answering.typed_values import ValueUnfit
from presence_api.reporting.compiler.pivot import PivotTooWide
from presence_api.reporting.controller import BatchRefused
from presence_api.reporting.dsl.faults import ReportRefused
from presence_api.reporting.guarding.rate_limit_fields import rate_limit_fields, whole_seconds
from presence_api.reporting.guarding.single_flight import AnswerNotInTime, CallStopped
from presence_api.request_context import current_request

_RETRY_S: Final = 5.0
_STATUS: Final[Mapping[type[RampartError], int]] = {
    BodyUnreadable: 400,
    CursorRefused: 400,
    IdempotencyKeyRefused: 400,
    TokenRefused: 401,
    EntityForbidden: 403,
    JobForbidden: 403,
    LockTokenRefused: 403,
    TermsForbidden: 403,
    EntityNotServed: 404,
    EntityUnknown: 404,
    InstanceUnknown: 404,
    JobUnknown: 404,
    ProblemUnknown: 404,
    ResultUnknown: 404,
    RoomEmpty: 404,
    ValueUnfit: 406,
    FenceOvertaken: 409,
    LockNotHeld: 409,
    PlanChanged: 409,
    VersionConflict: 409,
    BodyTooLarge: 413,
    TooManyRows: 413,
    MediaTypeRefused: 415,
    BatchRefused: 422,
    CostAboveQuota: 422,
    PivotTooWide: 422,
    ReportRefused: 422,
    KeyReused: 422,
    RequestInvalid: 422,
    SearchTooSlow: 422,
    ValueRefused: 422,
    InstanceChanging: 423,
    LockHeld: 423,
    RowChanging: 423,
    RowHeld: 423,
    VersionMissing: 428,
    JobsUsedUp: 429,
    RequestFailed: 500,
    TooManyReports: 429,
    SourceRefused: 502,
    AnswerNotInTime: 503,
    CallStopped: 503,
    EntityStoreUnavailable: 503,
    EpochsUnavailable: 503,
    KeysUnavailable: 503,
    LocksUnavailable: 503,
    ModelsUnknown: 503,
    MutationsUnavailable: 503,
    NothingServed: 503,
    ReportUnavailable: 503,
    SourceTooSlow: 504,
}


def problem(
    status: int, title: str, *, kind: str = "about:blank", detail: str = "", **more: Any
) -> Response[Mapping[str, Any]]:
    """One answer that says what is wrong; `more` are members of its own."""
    body = {"type": kind, "title": title, "status": status} | more
    request = current_request()
    named = {"request_id": request.request_id} if request else {}
    return Response(
        body | ({"detail": detail} if detail else {}) | named,
        status_code=status,
        media_type=PROBLEM,
    )


def status_of(error: type[RampartError]) -> int | None:
    """What requests with that error are answered with; None: nobody expects it."""
    return next((code for kind, code in _STATUS.items() if issubclass(error, kind)), None)


def problem_types() -> Sequence[ProblemType]:
    """Every type of problem that this service answers with."""
    return [problem_type_of(error, status) for error, status in _STATUS.items()]


def of_ours(request: Request[Any, Any, Any], error: RampartError) -> Response[Mapping[str, Any]]:
    """An error of our tree: its code leads to the reference, its hint is the detail."""
    status = status_of(type(error))
    if status is None:
        return of_any(request, error)
    kind = type_of(type(error))
    found = problem(status, str(error), kind=kind, detail=error.hint, **_members(error))
    if status == HTTP_503_SERVICE_UNAVAILABLE or isinstance(error, JobsUsedUp):
        left_s = error.retry_after_s if isinstance(error, ReportUnavailable) else _RETRY_S
        found.headers["retry-after"] = whole_seconds(left_s)
    if isinstance(error, TooManyReports):
        found.headers.update(rate_limit_fields(error.verdict))
    if status == 401:  # noqa: PLR2004 - Unauthorized
        found.headers["www-authenticate"] = "Bearer"
    if isinstance(error, VersionConflict):
        found.headers["etag"] = f'"v{error.version}"'
    return found


def _members(error: RampartError) -> dict[str, Any]:
    """What an error knows beside its words."""
    if isinstance(error, LockHeld | RowHeld):
        return {"holder": error.holder, "expires_at": error.ends_at}
    if isinstance(error, InstanceChanging | RowChanging):
        return {"expires_at": error.ends_at}
    if isinstance(error, PlanChanged):
        return {"matched": error.matched}
    if isinstance(error, VersionConflict):
        edit, row = error.edit, error.row
        who = {} if edit is None else {"changed_by": edit.name, "changed_at": edit.at_utc}
        return {"version": error.version, "current": shown(row) if row else None, **who}
    return _members_of_requests(error)


def _members_of_requests(error: RampartError) -> dict[str, Any]:
    if isinstance(error, RequestInvalid | ReportRefused):
        return {"faults": [asdict(fault) for fault in error.faults]}
    if isinstance(error, TooManyReports):
        return {"policies": error.policies}
    return {"columns": error.columns} if isinstance(error, PivotTooWide) else {}


def of_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Mapping[str, Any]]:
    """A fault that the framework found in a request."""
    if error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return of_any(request, error)
    more: dict[str, Any] = {"faults": error.extra} if error.extra else {}
    title = HTTPStatus(error.status_code).phrase
    found = problem(error.status_code, title, detail=error.detail, **more)
    found.headers.update(error.headers or {})
    return found


def of_any(request: Request[Any, Any, Any], error: Exception) -> Response[Mapping[str, Any]]:
    """What nobody expected: its words are for the log alone."""
    del request
    return Response(
        failure(error), status_code=HTTPStatus.INTERNAL_SERVER_ERROR, media_type=PROBLEM
    )


HANDLERS: Final[Mapping[Any, Any]] = {
    RampartError: of_ours,
    HTTPException: of_http,
    Exception: of_any,
}
"""For the framework: whatever is raised becomes a problem."""
