"""Cube over HTTP: its model, its queries, its build jobs."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final, Self

import httpx
import jwt

from metamodel.kernel.clock import Clock, SystemClock
from orchestration.adapters.cube_answers import (
    CONTINUE_WAIT,
    Payload,
    answer,
    cube_fps,
    job,
    refusal,
    tokens_of,
)
from orchestration.ports.cube import Answer, Caller, CubeUnavailable, Job

_ALIVE: Final = "/livez"
_META: Final = "/cubejs-api/v1/meta"
_LOAD: Final = "/cubejs-api/v1/load"
_JOBS: Final = "/cubejs-api/v1/pre-aggregations/jobs"
_TOKEN_LIFE: Final = timedelta(minutes=5)
_AGAIN_S: Final = 0.1


class CubeHttp:
    """One Cube server. Each request may take `timeout_s`; a query, waits included, `wait_s`."""

    def __init__(
        self,
        url: str,
        secret: str,
        timeout_s: float = 30.0,
        *,
        wait_s: float = 120.0,
        clock: Clock | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._secret = secret
        self._wait_s = wait_s
        self._clock = clock or SystemClock()
        self._http = httpx.Client(base_url=url, timeout=timeout_s, transport=transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def now_s(self) -> int:
        # Any answer carries the server's clock, whatever it says.
        stamp = self._send("GET", _ALIVE).headers.get("Date", "")
        try:
            return int(parsedate_to_datetime(stamp).timestamp())
        except ValueError as error:
            raise CubeUnavailable(f"GET {_ALIVE}", "an answer without its date") from error

    def cube_fps(self, caller: Caller) -> Mapping[str, str]:
        return cube_fps(self._ask("GET", _META, caller))

    def load(self, query: Mapping[str, Any], caller: Caller) -> Answer:
        deadline = self._clock.monotonic_s() + self._wait_s
        while True:
            found = self._ask("POST", _LOAD, caller, {"query": dict(query)})
            if not (isinstance(found, dict) and found.get("error") == CONTINUE_WAIT):
                return answer(found)
            if self._clock.monotonic_s() >= deadline:
                raise CubeUnavailable("load", f"no answer within {self._wait_s} s")
            # Cube has waited already; this only keeps a server that answers at once from spinning.
            self._clock.sleep(_AGAIN_S)

    def post_build(
        self, rollup: str, date_range: tuple[str, str] | None, caller: Caller, *, timezone: str
    ) -> Sequence[str]:
        selector: dict[str, Any] = {
            "contexts": [{"securityContext": _claims(caller)}],
            "timezones": [timezone],
            "preAggregations": [rollup],
        }
        if date_range is not None:
            selector["dateRange"] = list(date_range)
        body = {"action": "post", "selector": selector}
        return tokens_of(self._ask("POST", _JOBS, caller, body))

    def jobs(self, tokens: Sequence[str], caller: Caller) -> Sequence[Job]:
        if not tokens:
            return ()
        body = {"action": "get", "tokens": list(tokens), "resType": "object"}
        found = self._ask("POST", _JOBS, caller, body)
        return tuple(job(token, found) for token in tokens)

    def _ask(
        self, method: str, path: str, caller: Caller, body: dict[str, Any] | None = None
    ) -> Payload:
        what = f"{method} {path}"
        response = self._send(method, path, {"Authorization": self._token(caller)}, body)
        try:
            payload: Payload = response.json()
        except ValueError as error:
            status = f"{response.status_code} without JSON"
            raise CubeUnavailable(what, status) from error
        if response.is_success:
            return payload
        raise refusal(what, response.status_code, payload, caller.version)

    def _send(
        self,
        method: str,
        path: str,
        headers: dict[str, str] | None = None,
        body: dict[str, Any] | None = None,
    ) -> httpx.Response:
        try:
            return self._http.request(method, path, headers=headers, json=body)
        except httpx.HTTPError as error:
            what = f"{method} {path}"
            raise CubeUnavailable(what, type(error).__name__, str(error)) from error

    def _token(self, caller: Caller) -> str:
        claims = {**_claims(caller), "exp": self._clock.now() + _TOKEN_LIFE}
        return jwt.encode(claims, self._secret, algorithm="HS256")


def _claims(caller: Caller) -> dict[str, Any]:
    # Cube takes the whole token as its security context: what is not set must not be there.
    claims: dict[str, Any] = {"version": caller.version}
    if caller.groups:
        claims["groups"] = list(caller.groups)
    if caller.tenant_id is not None:
        claims["tenant_id"] = caller.tenant_id
    if caller.source:
        claims["source"] = True
    if caller.service:
        claims["service"] = True
    return claims
