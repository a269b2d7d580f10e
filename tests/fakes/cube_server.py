"""Cube's REST answers over a fake Cube, for the HTTP adapter: codes and texts as observed."""

import json
from email.utils import formatdate
from typing import Any

import httpx
import jwt

from orchestration.ports.cube import (
    Caller,
    CubeRefused,
    Job,
    JobStatus,
    ModelNotServed,
    PartitionsMissing,
)
from tests.fakes.cube import FakeCube

SECRET = "a secret of at least thirty-two bytes"
_NO_PARTITIONS = "Error: No pre-aggregation partitions were built yet"
_STATUS_TEXT = {
    JobStatus.RUNNING: "processing",
    JobStatus.DONE: "done",
    JobStatus.GONE: "not_found",
}


class FakeCubeServer:
    """An httpx transport's handler. `claims` keeps the claims of every call, `bodies` the bodies.

    `scripted` answers come first, one a call.
    """

    def __init__(self, cube: FakeCube) -> None:
        self.cube = cube
        self.claims: list[dict[str, Any]] = []
        self.bodies: list[Any] = []
        self.scripted: list[httpx.Response | httpx.HTTPError] = []

    @property
    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self._handle)

    def _handle(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/livez":
            return self._alive()
        token = request.headers["Authorization"]
        # The tests' clock stands elsewhere than the machine's.
        options: Any = {"verify_exp": False}
        claims = jwt.decode(token, SECRET, algorithms=["HS256"], options=options)
        self.claims.append(claims)
        body = json.loads(request.content) if request.content else None
        self.bodies.append(body)
        if self.scripted:
            return self._next_scripted()
        return self._answer(request.url.path, body, _caller(claims))

    def _alive(self) -> httpx.Response:
        if self.scripted:
            return self._next_scripted()
        stamp = formatdate(self.cube.now_s(), usegmt=True)
        return httpx.Response(200, json={"health": "HEALTH"}, headers={"Date": stamp})

    def _next_scripted(self) -> httpx.Response:
        scripted = self.scripted.pop(0)
        if isinstance(scripted, httpx.HTTPError):
            raise scripted
        return scripted

    def _answer(self, path: str, body: Any, caller: Caller) -> httpx.Response:
        routes = {
            "/cubejs-api/v1/meta": self._meta,
            "/cubejs-api/v1/load": self._load,
            "/cubejs-api/v1/pre-aggregations/jobs": self._jobs,
        }
        try:
            return httpx.Response(200, json=routes[path](body, caller))
        except ModelNotServed:
            text = f"ModelNotServed: model version '{caller.version}' is not published here"
            return httpx.Response(404, json={"error": text})
        except PartitionsMissing:
            return httpx.Response(400, json={"error": _NO_PARTITIONS})
        except CubeRefused as error:
            return httpx.Response(400, json={"error": str(error)})

    def _meta(self, _: Any, caller: Caller) -> Any:
        cubes = [
            {"name": name, "type": "cube", "meta": {"rampart": {"cube_fp": fp}}}
            for name, fp in self.cube.cube_fps(caller).items()
        ]
        return {"cubes": [*cubes, {"name": "overview", "type": "view"}]}

    def _load(self, body: Any, caller: Caller) -> Any:
        answer = self.cube.load(body["query"], caller)
        found: dict[str, Any] = {"data": list(answer.rows), "query": body["query"]}
        if answer.used_rollups:
            found["usedPreAggregations"] = {
                f"preaggs.{path.replace('.', '_')}": {"preAggregationId": path, "type": "rollup"}
                for path in answer.used_rollups
            }
        return found

    def _jobs(self, body: Any, caller: Caller) -> Any:
        if body["action"] == "get":
            return {job.token: _state(job) for job in self.cube.jobs(body["tokens"], caller)}
        selector = body["selector"]
        (rollup,), (timezone,) = selector["preAggregations"], selector["timezones"]
        chosen = selector.get("dateRange")
        date_range = (chosen[0], chosen[1]) if chosen else None
        return list(self.cube.post_build(rollup, date_range, caller, timezone=timezone))


def _caller(claims: dict[str, Any]) -> Caller:
    return Caller(
        version=claims["version"],
        groups=tuple(claims.get("groups", ())),
        tenant_id=claims.get("tenant_id"),
        source=claims.get("source", False),
        service=claims.get("service", False),
    )


def _state(job: Job) -> dict[str, Any]:
    failed = job.status is JobStatus.FAILED
    text = f"failure: {job.error}" if failed else _STATUS_TEXT[job.status]
    return {"token": job.token, "status": text} | ({"table": job.table} if job.table else {})
