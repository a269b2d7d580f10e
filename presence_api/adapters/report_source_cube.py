"""Queries of reports over Cube's REST API."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import httpx
import jwt
import msgspec

from metamodel.kernel.clock import Clock
from presence_api.adapters.cube_answers import answer, refusal
from presence_api.ports.report_source import (
    NothingBuilt,
    SecurityContext,
    SourceAnswer,
    SourceTooSlow,
    SourceUnavailable,
    StillRunning,
)
from presence_api.request_context import trace_fields

_LOAD: Final = "/cubejs-api/v1/load"
_TOKEN_LIFE: Final = timedelta(minutes=5)
_CONNECT_S: Final = 2.0
_OURS: Final = frozenset({"version", "groups", "source", "service", "exp", "iat", "nbf"})
"""What a token says of itself here: no claim of a caller is taken for these."""


class CubeReportSource:
    """One Cube. `poll_s` bounds a call; it is longer than Cube itself waits (5 s by default)."""

    def __init__(
        self, url: str, secret: str, clock: Clock, *, poll_s: float = 10.0, connections: int = 32
    ) -> None:
        self._secret, self._clock, self._poll_s = secret, clock, poll_s
        self._http = httpx.AsyncClient(
            base_url=url,
            timeout=httpx.Timeout(poll_s, connect=min(_CONNECT_S, poll_s)),
            limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
        )

    async def close(self) -> None:
        """Let its connections go."""
        await self._http.aclose()

    async def ask(
        self, query: Mapping[str, Any], context: SecurityContext
    ) -> SourceAnswer | StillRunning | NothingBuilt:
        headers = {"Authorization": self._token(context), **trace_fields()}
        try:
            async with asyncio.timeout(self._poll_s):  # httpx's own begins anew with every byte
                found = await self._http.post(_LOAD, json={"query": dict(query)}, headers=headers)
        except httpx.ConnectTimeout as error:
            raise SourceUnavailable("it does not take connections") from error
        except (TimeoutError, httpx.TimeoutException) as error:
            raise SourceTooSlow(f"no answer within {self._poll_s:g} s") from error
        except httpx.HTTPError as error:
            raise SourceUnavailable(type(error).__name__, str(error)) from error
        return self._read(found)

    def _read(self, found: httpx.Response) -> SourceAnswer | StillRunning | NothingBuilt:
        try:
            payload = msgspec.json.decode(found.content)
        except msgspec.DecodeError as error:
            raise SourceUnavailable(f"{found.status_code} without JSON") from error
        if found.is_success:
            return answer(payload)
        said = refusal(found.status_code, payload)
        if isinstance(said, NothingBuilt):
            return said
        raise said

    def _token(self, context: SecurityContext) -> str:
        """Cube takes the whole token as its security context: what is not so is not said."""
        claims = {name: said for name, said in context.claims.items() if name not in _OURS}
        claims |= {"version": context.version, "groups": list(context.groups)}
        if context.past_rollups:
            claims["source"] = True
        claims["exp"] = self._clock.now() + _TOKEN_LIFE
        return jwt.encode(claims, self._secret, algorithm="HS256")
