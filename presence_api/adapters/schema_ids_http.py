"""Ids of schemas, looked up in a registry that speaks Confluent's HTTP API."""

from typing import ClassVar, Final
from urllib.parse import quote

import httpx

from metamodel.kernel.errors import RampartError

_CONTENT_TYPE: Final = "application/vnd.schemaregistry.v1+json"


class SchemaIdsUnavailable(RampartError):
    """The schema registry did not answer, or not as one: the service does not start without it."""

    code: ClassVar[str] = "PRE-006"
    retryable: ClassVar[bool] = True
    hint: ClassVar[str] = "Look at RAMPART_SCHEMA_REGISTRY_URL, and whether the registry runs."


class HttpSchemaIds:
    """`url` is the API's root; `timeout_s` bounds each call."""

    def __init__(
        self, url: str, *, timeout_s: float, transport: httpx.BaseTransport | None = None
    ) -> None:
        headers = {"Content-Type": _CONTENT_TYPE, "Accept": f"{_CONTENT_TYPE}, application/json"}
        self._url = url
        self._http = httpx.Client(
            base_url=url, timeout=timeout_s, transport=transport, headers=headers
        )

    def id_of(self, subject: str, schema: str) -> int | None:
        """The id of this very text; None if it is not registered. Raises SchemaIdsUnavailable."""
        try:
            path = f"/subjects/{quote(subject, safe='')}"
            answer = self._http.post(path, json={"schema": schema})
            if answer.status_code == httpx.codes.NOT_FOUND:
                return None
            answer.raise_for_status()
            return int(answer.json()["id"])
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise SchemaIdsUnavailable(self._url, repr(error)) from error

    def close(self) -> None:
        """Let its connections go."""
        self._http.close()
