"""What Cube's answers to queries mean, in our words. Pure: parsed JSON in, values or errors out."""

from collections.abc import Mapping
from typing import Any, Final

from metamodel.kernel.errors import RampartError
from presence_api.ports.report_source import (
    NothingBuilt,
    SourceAnswer,
    SourceRefused,
    SourceUnavailable,
    StillRunning,
)

_CONTINUE_WAIT: Final = "Continue wait"
_NOTHING_BUILT: Final = "No pre-aggregation partitions were built"
_NO_FOLDER: Final = "ENOENT"
_SERVER_FAULT: Final = 500
_LONGEST_TEXT: Final = 2000


def answer(payload: Any) -> SourceAnswer | StillRunning:
    """What an answer with a status of 2xx says. Raises SourceUnavailable if it is no answer."""
    try:
        return StillRunning() if payload.get("error") == _CONTINUE_WAIT else _rows(payload)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise SourceUnavailable("an answer that is none", _text(payload)) from error


def _rows(payload: Any) -> SourceAnswer:
    rows, total = payload["data"], payload.get("total")
    if not isinstance(rows, list):
        raise TypeError("rows are a list")
    return SourceAnswer(
        rows,
        frozenset(
            str(item["preAggregationId"])
            for item in (payload.get("usedPreAggregations") or {}).values()
        ),
        None if total is None else int(total),
        _types(payload.get("annotation") or {}),
    )


def refusal(status: int, payload: Any) -> NothingBuilt | RampartError:
    """What any other answer says: that nothing is built, or the error to raise."""
    text = _text(payload)
    if _NOTHING_BUILT in text:
        return NothingBuilt()
    if _NO_FOLDER in text:  # a path on the server is nobody's business
        return SourceRefused(str(status), "the model version is not served")
    return SourceUnavailable(str(status), text) if status >= _SERVER_FAULT else SourceRefused(text)


def _types(annotation: Any) -> Mapping[str, str]:
    return {name: str(said["type"]) for part in annotation.values() for name, said in part.items()}


def _text(payload: Any) -> str:
    said = payload.get("error") if isinstance(payload, dict) else None
    return str(said or "it says nothing")[:_LONGEST_TEXT]
