"""A schema registry by Confluent's HTTP API, as Confluent's own and Apicurio speak it.

Apicurio 2.6 differs from Confluent's: it compares texts as they stand, an unset mode is NONE, a
mode of the whole registry wins over a subject's, and `GET /config` tells neither of these.
"""

from typing import Any
from urllib.parse import quote

import httpx

from metamodel.events._contract import Compatibility
from orchestration.ports.schema_registry import RegistryUnavailable, SchemaRefused

_UNKNOWN = httpx.codes.NOT_FOUND
_REFUSALS = (httpx.codes.CONFLICT, httpx.codes.UNPROCESSABLE_ENTITY)
_CONTENT_TYPE = "application/vnd.schemaregistry.v1+json"


class HttpSchemaRegistry:
    """`url` is the API's root; `timeout_s` bounds each call."""

    def __init__(
        self, url: str, *, timeout_s: float = 10.0, transport: httpx.BaseTransport | None = None
    ) -> None:
        self._http = httpx.Client(
            base_url=url,
            timeout=timeout_s,
            transport=transport,
            headers={"Content-Type": _CONTENT_TYPE, "Accept": f"{_CONTENT_TYPE}, application/json"},
        )

    def register(self, subject: str, schema: str) -> int:
        answer = self._ask("POST", f"/subjects/{_part(subject)}/versions", {"schema": schema})
        if answer.status_code in _REFUSALS:
            raise SchemaRefused(subject, _words(answer))
        return int(_read(answer)["id"])

    def id_of(self, subject: str, schema: str) -> int | None:
        answer = self._ask("POST", f"/subjects/{_part(subject)}", {"schema": schema})
        return None if answer.status_code == _UNKNOWN else int(_read(answer)["id"])

    def versions(self, subject: str) -> tuple[int, ...]:
        answer = self._ask("GET", f"/subjects/{_part(subject)}/versions")
        return () if answer.status_code == _UNKNOWN else tuple(sorted(_read(answer)))

    def accepts(self, subject: str, schema: str) -> bool:
        path = f"/compatibility/subjects/{_part(subject)}/versions"
        # Asked without a version, Apicurio compares with all of them, also where its mode, and what
        # it does when a schema is registered, is to look at the latest.
        latest = "" if self._is_transitive(subject) else "/latest"
        answer = self._ask("POST", path + latest, {"schema": schema})
        if answer.status_code == _UNKNOWN:
            return True  # whatever comes first is accepted
        if answer.status_code in _REFUSALS:
            return False
        return bool(_read(answer)["is_compatible"])

    def _is_transitive(self, subject: str) -> bool:
        answer = self._ask("GET", f"/config/{_part(subject)}")
        if answer.status_code == _UNKNOWN:
            return False
        told = _read(answer)
        level = told.get("compatibilityLevel", "") if isinstance(told, dict) else ""
        return str(level).endswith("_TRANSITIVE")

    def set_mode(self, subject: str, mode: Compatibility) -> None:
        _read(self._ask("PUT", f"/config/{_part(subject)}", {"compatibility": mode.value}))

    def remove(self, subject: str) -> None:
        answer = self._ask("DELETE", f"/subjects/{_part(subject)}")
        if answer.status_code != _UNKNOWN:
            _read(answer)

    def _ask(self, method: str, path: str, body: object = None) -> httpx.Response:
        try:
            return self._http.request(method, path, json=body)
        except httpx.HTTPError as error:
            raise RegistryUnavailable(str(self._http.base_url), repr(error)) from error


def _read(answer: httpx.Response) -> Any:
    """What a good answer says. Raises RegistryUnavailable for any other."""
    try:
        if answer.is_success:
            return answer.json()
    except ValueError:
        pass
    raise RegistryUnavailable(str(answer.url), f"{answer.status_code}: {_words(answer)}")


def _words(answer: httpx.Response) -> str:
    return " ".join(answer.text.split())[:500]


def _part(subject: str) -> str:
    return quote(subject, safe="")
