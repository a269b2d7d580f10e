"""Reports over HTTP: asked one by one or together, and fetched later."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Final, TypeVar

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, QueryParameter
from litestar.status_codes import (
    HTTP_200_OK,
    HTTP_202_ACCEPTED,
    HTTP_204_NO_CONTENT,
    HTTP_304_NOT_MODIFIED,
)

from metamodel.kernel.errors import RampartError
from presence_api.caller import Caller
from presence_api.json_body import UNREAD, sent_json
from presence_api.ports.rate_limits import CostAboveQuota
from presence_api.ports.report_source import SourceRefused, SourceTooSlow
from presence_api.ports.token_verifier import UNBELIEVED
from presence_api.promises import ETAG, IF_NONE_MATCH, JSON, LOCATION, HeaderField, promises
from presence_api.reporting.answering.charging import TooManyReports
from presence_api.reporting.answering.explained import explained
from presence_api.reporting.answering.postponed import ResultUnknown
from presence_api.reporting.answering.reporting_model import PreparedReport
from presence_api.reporting.answering.reporting_models import NothingServed
from presence_api.reporting.answering.reports import Reports, ReportUnavailable, TermsForbidden
from presence_api.reporting.answering.representations import MEDIA, Representations, wanted
from presence_api.reporting.answering.served import Postponed, Served
from presence_api.reporting.answering.typed_values import ValueUnfit
from presence_api.reporting.answers import (
    MOST_REPORTS,
    BatchItem,
    BatchWanted,
    ReportAnswer,
    ReportExplained,
    ReportPostponed,
    ReportWanted,
)
from presence_api.reporting.compiler.pivot import PivotTooWide
from presence_api.reporting.dsl.faults import ReportRefused
from presence_api.reporting.guarding.rate_limit_fields import rate_limit_fields
from presence_api.reporting.guarding.single_flight import AnswerNotInTime, CallStopped

Asking = Request[Any, Any, Any]
WhoAsks = Callable[[Asking], Awaitable[Caller]]
"""By the request's token. Raises TokenRefused, KeysUnavailable."""
Told = Callable[[Asking, RampartError], Response[Mapping[str, Any]]]
"""An error as an answer."""
T = TypeVar("T")
MOST_WAIT_S: Final = 60
_REPORTS: Final = "/api/v1/reports"
_RESULT: Final = f"{_REPORTS}/results/{{fingerprint:str}}"
_AGAIN_S: Final = "1"
_CLIENT_GONE: Final = 499  # nobody reads it


_AGE: Final = HeaderField("Age", "Seconds since just before Cube was asked.")
_CACHE: Final = HeaderField("Cache-Status", "Where the answer came from (RFC 9211).")
_LIMITS: Final = (
    HeaderField("RateLimit", "What is left of each limit."),
    HeaderField("RateLimit-Policy", "The limits that count."),
)
_SHOWN: Final = (ETAG, _AGE, _CACHE, LOCATION)


class BatchRefused(RampartError):
    """A batch is no object with `reports`, or has none or too many."""

    code: ClassVar[str] = "RPT-216"
    hint: ClassVar[str] = f"Send `reports`, a list of 1 to {MOST_REPORTS}."


_CHARGED: Final = (*UNBELIEVED, *UNREAD, NothingServed, TooManyReports, CostAboveQuota)
_ANSWERED: Final = (
    *(ReportUnavailable, SourceTooSlow, SourceRefused),
    *(PivotTooWide, AnswerNotInTime, CallStopped, ValueUnfit),
)
_QUERY: Final = promises(
    *(*_CHARGED, ReportRefused, TermsForbidden, *_ANSWERED),
    body=ReportWanted,
    answer=(ReportAnswer, ReportExplained),
    answer_media=MEDIA,
    gives=(*_SHOWN, *_LIMITS),
    also={HTTP_202_ACCEPTED: ReportPostponed},
)
_BATCH: Final = promises(
    *(*_CHARGED, BatchRefused), body=BatchWanted, answer=list[BatchItem], gives=_LIMITS
)
_FETCH: Final = promises(
    *(*UNBELIEVED, NothingServed, ResultUnknown, *_ANSWERED),
    answer=ReportAnswer,
    answer_media=MEDIA,
    takes=(IF_NONE_MATCH,),
    gives=_SHOWN,
    also={HTTP_202_ACCEPTED: ReportPostponed, HTTP_304_NOT_MODIFIED: None},
)
_LEAVE: Final = promises(*UNBELIEVED, NothingServed, ResultUnknown)


def report_routes(reports: Reports, who: WhoAsks, told: Told) -> Sequence[HTTPRouteHandler]:
    """The routes."""
    forms = Representations()

    @post(f"{_REPORTS}/query", status_code=HTTP_200_OK, opt=_QUERY)
    async def report(request: Asking) -> Response[Any]:
        """One report: 200 with its rows, or 202 with where they will be."""
        caller, document = await _asked(request, who)
        asked = reports.prepare(caller, document)
        if asked.compiled.terms.explain:
            return Response(explained(asked))
        fields = rate_limit_fields(await reports.charge(caller, [asked]))
        found = await _while_read(request, reports.answer(asked))
        return await _shown(request, found, fields, forms)

    @post(f"{_REPORTS}/batch", status_code=HTTP_200_OK, opt=_BATCH)
    async def report_batch(request: Asking) -> Response[Any]:
        """Several reports side by side, each with its status, for the sum of their costs."""
        caller, document = await _asked(request, who)
        parts = [_prepared(reports, caller, one) for one in _listed(document)]
        costing = [one for one in parts if not isinstance(one, RampartError)]
        fields = rate_limit_fields(await reports.charge(caller, costing)) if costing else {}
        work = asyncio.gather(*(_answered(reports, one) for one in parts))
        found = await _while_read(request, _of(work))
        said = [] if found is None else [_item(request, one, told) for one in found]
        return Response(msgspec.json.encode(said), media_type=JSON, headers=fields)

    @get(_RESULT, opt=_FETCH)
    async def report_result(
        request: Asking,
        fingerprint: FromPath[str],
        wait: Annotated[int, QueryParameter(ge=0, le=MOST_WAIT_S)] = 0,
    ) -> Response[Any]:
        """What became of a report answered by 202; 304 if it is that of `If-None-Match`."""
        caller = await who(request)
        found = await _while_read(request, reports.result(caller, fingerprint, wait))
        return await _shown(request, found, {}, forms)

    @delete(_RESULT, status_code=HTTP_204_NO_CONTENT, opt=_LEAVE)
    async def leave_report(request: Asking, fingerprint: FromPath[str]) -> None:
        """Give it up: with its last reader the query ends."""
        caller = await who(request)
        reports.leave(caller, fingerprint)

    return (report, report_batch, report_result, leave_report)


async def _asked(request: Asking, who: WhoAsks) -> tuple[Caller, Any]:
    caller = await who(request)
    return caller, await sent_json(request, number=float)


async def _while_read(request: Asking, work: Coroutine[Any, Any, T]) -> T | None:
    """The end of the work; None if its reader has gone, and with them the work."""
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        for one in (task, gone):
            one.cancel()
        await asyncio.wait({task, gone})


async def _gone(request: Asking) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _shown(
    request: Asking,
    found: Served | Postponed | None,
    fields: Mapping[str, str],
    forms: Representations,
) -> Response[Any]:
    if found is None:
        return Response(None, status_code=_CLIENT_GONE)
    if isinstance(found, Postponed):
        place = f"{_REPORTS}/results/{found.fingerprint}"
        headers = {"location": place, "retry-after": _AGAIN_S, **fields}
        said = {"fingerprint": found.fingerprint, "location": place}
        return Response(said, status_code=HTTP_202_ACCEPTED, headers=headers)
    headers = {**_headers(found), **fields}
    if request.method == "GET" and _has(request, found.etag):
        return Response(None, status_code=HTTP_304_NOT_MODIFIED, headers=headers)
    media = wanted(request.headers.get("accept", ""))
    return Response(await forms.of(found, media), media_type=media, headers=headers)


def _headers(found: Served) -> dict[str, str]:
    """`no-cache`: kept by whoever likes, and asked for again each time."""
    return {
        "etag": found.etag,
        "age": str(found.age_s),
        "cache-status": found.cache_status,
        "cache-control": "private, no-cache",
        "vary": "accept, authorization",
    }


def _has(request: Asking, etag: str) -> bool:
    known = str(request.headers.get("if-none-match", "")).split(",")
    return any(one.strip() in {etag, "*"} for one in known)


def _listed(document: Any) -> list[Any]:
    found = document.get("reports") if isinstance(document, dict) else None
    if not isinstance(found, list) or not 1 <= len(found) <= MOST_REPORTS or len(document) > 1:
        raise BatchRefused("no `reports`" if not isinstance(found, list) else f"has {len(found)}")
    return found


def _prepared(reports: Reports, caller: Caller, document: Any) -> PreparedReport | RampartError:
    try:
        return reports.prepare(caller, document)
    except RampartError as error:
        return error


async def _answered(
    reports: Reports, asked: PreparedReport | RampartError
) -> Served | Postponed | RampartError | dict[str, Any]:
    if isinstance(asked, RampartError):
        return asked
    if asked.compiled.terms.explain:
        return explained(asked)
    try:
        return await reports.answer(asked)
    except RampartError as error:
        return error


async def _of(work: "asyncio.Future[list[T]]") -> list[T]:
    return await work


def _item(
    request: Asking, found: Served | Postponed | RampartError | dict[str, Any], told: Told
) -> dict[str, Any]:
    if isinstance(found, RampartError):
        problem = told(request, found)
        return {"status": problem.status_code, "problem": problem.content}
    if isinstance(found, Postponed):
        place = f"{_REPORTS}/results/{found.fingerprint}"
        return {"status": HTTP_202_ACCEPTED, "location": place}
    if isinstance(found, Served):
        return {"status": HTTP_200_OK, "report": msgspec.Raw(found.json())}
    return {"status": HTTP_200_OK, "explained": found}
