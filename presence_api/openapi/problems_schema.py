"""Problems in the document: one shape for all, and for each status the types it may have."""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Any, Final

from msgspec import UNSET, Meta, Struct, UnsetType

from metamodel.kernel.errors import RampartError
from presence_api.middleware.failures import PROBLEM, RequestFailed
from presence_api.problem_types.problem_type import problem_type_of, type_of
from presence_api.problems import status_of

BLANK: Final = "about:blank"
"""The type of what the framework refuses: its status says all."""


class RequestFault(Struct):
    """One of all that is wrong with a request; `pointer` (RFC 6901) leads to it."""

    message: str
    pointer: str | UnsetType = UNSET
    code: str | UnsetType = UNSET
    suggestions: Annotated[list[str] | UnsetType, Meta(description="What may have been meant.")] = (
        UNSET
    )


class Problem(Struct):
    """What is wrong (RFC 9457); `type` leads to a page about it."""

    type: str
    title: str
    status: int
    detail: str | UnsetType = UNSET
    request_id: Annotated[
        str | UnsetType, Meta(description="What the service's log calls this request.")
    ] = UNSET
    faults: Annotated[
        list[RequestFault] | UnsetType, Meta(description="All faults of a request.")
    ] = UNSET
    holder: Annotated[str | UnsetType, Meta(description="Who holds the lock.")] = UNSET
    expires_at: Annotated[
        float | UnsetType, Meta(description="When that ends, seconds since 1970.")
    ] = UNSET
    version: Annotated[int | UnsetType, Meta(description="The row's version now.")] = UNSET
    current: Annotated[
        dict[str, Any] | UnsetType | None, Meta(description="The row as it is now.")
    ] = UNSET
    changed_by: str | UnsetType = UNSET
    changed_at: str | UnsetType = UNSET


def problem_answers(
    raises: Iterable[type[RampartError]], refused: Iterable[int], reference: Mapping[str, Any]
) -> dict[int, dict[str, Any]]:
    """By status, what errors are answered with; `refused` are the framework's own statuses."""
    found: dict[int, list[type[RampartError]]] = {status: [] for status in refused}
    for error in (*raises, RequestFailed):
        status = status_of(error)
        if status is None:
            raise ValueError(f"{error.__name__} has no status in presence_api/problems.py")
        found.setdefault(status, []).append(error)
    blank = frozenset(refused)
    return {
        status: _answer(status, errors, reference, may_be_blank=status in blank)
        for status, errors in sorted(found.items())
    }


def _answer(
    status: int,
    errors: Sequence[type[RampartError]],
    reference: Mapping[str, Any],
    *,
    may_be_blank: bool,
) -> dict[str, Any]:
    types = sorted({type_of(error) for error in errors} | ({BLANK} if may_be_blank else set()))
    told = [problem_type_of(error, status) for error in errors]
    lines = [f"{one.code}: {_first(one.meaning)}" for one in sorted(told, key=lambda one: one.code)]
    only = {"properties": {"type": {"enum": types}, "status": {"const": status}}}
    found: dict[str, Any] = {
        "description": "\n".join(lines) or HTTPStatus(status).phrase,
        "content": {PROBLEM: {"schema": {"allOf": [dict(reference), only]}}},
    }
    if status == HTTPStatus.UNAUTHORIZED:
        found["headers"] = {"WWW-Authenticate": _field("How to prove who one is.")}
    if status in {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS}:
        found["headers"] = {"Retry-After": _field("Seconds to wait before asking again.")}
    return found


def _field(meaning: str) -> dict[str, Any]:
    return {"description": meaning, "schema": {"type": "string"}}


def _first(text: str) -> str:
    return text.partition("\n")[0]
