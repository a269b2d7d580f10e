"""Bulk updates over HTTP: planned, begun, watched, stopped, and what went wrong row by row."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Final

import msgspec
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, QueryParameter
from litestar.response import Stream
from litestar.status_codes import HTTP_200_OK, HTTP_202_ACCEPTED, HTTP_304_NOT_MODIFIED

from metamodel.kernel.clock import Clock
from presence_api.caller import Caller
from presence_api.entities.bulk.answers import BulkPlanned, BulkWanted, ShownJob
from presence_api.entities.bulk.desk import BulkDesk, BulkPlan, JobForbidden, JobUnknown
from presence_api.entities.bulk.job_watch import LOOK_S, JobWatch
from presence_api.entities.bulk.plan_tokens import PlanChanged
from presence_api.entities.bulk.sighting import TooManyRows
from presence_api.entities.catalogue.view import EntityForbidden, EntityNotServed
from presence_api.entities.controller import Asking, WhoAsks
from presence_api.entities.faults import RequestInvalid
from presence_api.json_body import UNREAD, sent_json
from presence_api.ports.bulk_jobs import Job, JobsUsedUp, RowError
from presence_api.ports.entity_store import EntityStoreUnavailable, SearchTooSlow
from presence_api.ports.served_models import ModelsUnknown
from presence_api.ports.token_verifier import UNBELIEVED
from presence_api.promises import ETAG, IF_NONE_MATCH, LOCATION, promises
from presence_api.threads import elsewhere

NDJSON: Final = "application/x-ndjson"
MOST_BYTES: Final = 8 << 20
"""Of a request: 50,000 ids of which each is an uncommonly long one."""
MOST_WAIT_S: Final = 60
PAGE: Final = 1000
_JOB: Final = "/api/v1/jobs/{job:str}"
_WHO: Final = (*UNBELIEVED, EntityStoreUnavailable)
_BEGUN: Final = promises(
    *(*_WHO, ModelsUnknown, EntityNotServed, EntityForbidden, SearchTooSlow),
    *(*UNREAD, RequestInvalid),
    *(TooManyRows, PlanChanged, JobsUsedUp),
    body=BulkWanted,
    answer=BulkPlanned,
    gives=(LOCATION,),
    also={HTTP_202_ACCEPTED: ShownJob},
)
_WATCHED: Final = promises(
    *(*_WHO, JobUnknown),
    answer=ShownJob,
    takes=(IF_NONE_MATCH,),
    gives=(ETAG,),
    also={HTTP_304_NOT_MODIFIED: None},
)
_STOPPED: Final = promises(
    *(*_WHO, JobUnknown, JobForbidden), answer=ShownJob, also={HTTP_200_OK: ShownJob}
)
_LINES: Final = promises(*(*_WHO, JobUnknown, JobForbidden), answer=str, answer_media=(NDJSON,))
Wait = Annotated[int, QueryParameter(ge=0, le=MOST_WAIT_S)]
After = Annotated[int, QueryParameter(ge=0, lt=1 << 31)]


def bulk_routes(
    desk: BulkDesk, who: WhoAsks, clock: Clock, look_s: float = LOOK_S
) -> Sequence[HTTPRouteHandler]:
    """The routes; a job that somebody waits for is looked at every `look_s`."""
    watch = JobWatch(desk, look_s)

    async def caller_of(request: Asking) -> Caller:
        return await elsewhere(lambda: who(request).caller)

    @post("/api/v1/entities/{entity:str}/bulk-update", status_code=HTTP_200_OK, opt=_BEGUN)
    async def bulk_update(request: Asking, entity: FromPath[str]) -> Response[Any]:
        """What it would do, if `dryRun` asks that; else 202, and where its job is found."""
        body = await sent_json(request, most_bytes=MOST_BYTES)
        found = await elsewhere(lambda: desk.update(who(request), entity, body))
        if isinstance(found, BulkPlan):
            return Response(planned(found))
        headers = {"location": f"/api/v1/jobs/{found.id}", "retry-after": "1"}
        return Response(
            job_shown(found, clock.now()), status_code=HTTP_202_ACCEPTED, headers=headers
        )

    @get(_JOB, opt=_WATCHED)
    async def job_of(request: Asking, job: FromPath[str], wait: Wait = 0) -> Response[Any]:
        """How it stands; with `wait`, once that is another than in `If-None-Match`, or final."""
        caller, known = await caller_of(request), request.headers.get("if-none-match")

        def is_old(seen: Job) -> bool:
            return not seen.state.final and known in {None, tag_of(seen)}

        found = await watch.job(caller, job, wait, is_old)
        headers = {"etag": tag_of(found), "cache-control": "private, no-cache"}
        if known == headers["etag"]:
            return Response(None, status_code=HTTP_304_NOT_MODIFIED, headers=headers)
        return Response(job_shown(found, clock.now()), headers=headers)

    @post(f"{_JOB}/cancel", status_code=HTTP_202_ACCEPTED, opt=_STOPPED)
    async def cancel(request: Asking, job: FromPath[str]) -> Response[Any]:
        """Have it stop after what it has begun: 202; 200 if it is over."""
        caller = await caller_of(request)
        found = await elsewhere(partial(desk.cancel, caller, job))
        status = HTTP_200_OK if found.state.final else HTTP_202_ACCEPTED
        return Response(job_shown(found, clock.now()), status_code=status)

    @get(f"{_JOB}/errors", opt=_LINES)
    async def errors(request: Asking, job: FromPath[str], cursor: After = 0) -> Stream:
        """Rows that were left as they were, a JSON object a line, from `cursor` on.

        Each has its `id`, why (`code`, `detail`), and the `cursor` that goes on after it.
        """
        caller = await caller_of(request)
        page = partial(desk.errors, caller, job)
        first = await elsewhere(partial(page, cursor, PAGE))
        return Stream(_lines(page, first), media_type=NDJSON)

    return (bulk_update, job_of, cancel, errors)


def planned(plan: BulkPlan) -> Mapping[str, Any]:
    """A dry run as JSON."""
    locks = {} if plan.locks_known else {"lock": "unknown"}
    sample = [
        {
            "_id": row.id,
            "_version": row.version,
            "before": {name: row.values[name] for name in plan.patch},
            "after": plan.patch,
        }
        for row in plan.sample
    ]
    return {
        "matched": plan.matched,
        "wouldChange": plan.would_change,
        "locked": plan.locked,
        "invalid": plan.invalid,
        "sample": sample,
        "planToken": plan.token,
        **locks,
    }


def job_shown(job: Job, now: datetime) -> Mapping[str, Any]:
    """A job as JSON; `rate` is rows a second, `etaMs` what is left at that rate."""
    counts, place = job.counts, f"/api/v1/jobs/{job.id}"
    rate, eta_ms = _pace(job, now)
    return {
        "id": job.id,
        "entity": job.entity,
        "state": job.state,
        "reason": job.reason,
        "total": job.total,
        "done": counts.done,
        "skipped": counts.skipped,
        "failed": counts.failed,
        "rate": rate,
        "etaMs": eta_ms,
        "createdAt": job.created_at,
        "startedAt": job.started_at,
        "endedAt": job.ended_at,
        "errorsUrl": f"{place}/errors",
    }


def tag_of(job: Job) -> str:
    """Another one after every step."""
    return f'"{job.state.lower()}-{job.counts.over}"'


def _pace(job: Job, now: datetime) -> tuple[float | None, int | None]:
    if job.started_at is None:
        return None, None
    elapsed_s = ((job.ended_at or now) - job.started_at).total_seconds()
    if elapsed_s <= 0 or not job.counts.over:
        return None, None
    rate = job.counts.over / elapsed_s
    left = None if job.state.final else round((job.total - job.counts.over) / rate * 1000)
    return round(rate, 1), left


async def _lines(
    page: Callable[[int, int], Sequence[RowError]], found: Sequence[RowError]
) -> AsyncIterator[bytes]:
    """A page at a time: nothing is read that nobody takes."""
    while found:
        yield b"".join(map(_line, found))
        if len(found) < PAGE:
            return
        found = await elsewhere(partial(page, found[-1].number, PAGE))


def _line(error: RowError) -> bytes:
    said = {"cursor": str(error.number), "id": error.id, "code": error.code}
    return msgspec.json.encode(said | {"detail": error.detail}) + b"\n"
