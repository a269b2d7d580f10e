"""What Cube's answers mean, in our words. Pure: parsed JSON in, values or errors out."""

from typing import Any, Final

from metamodel.kernel.errors import RampartError
from orchestration.ports.cube import (
    Answer,
    CubeRefused,
    CubeUnavailable,
    Job,
    JobStatus,
    ModelNotServed,
    PartitionsMissing,
)

Payload = Any  # JSON of another program: an object, a list or anything else

CONTINUE_WAIT: Final = "Continue wait"
_NO_PARTITIONS: Final = "No pre-aggregation partitions were built"
# The server's own refusal of a version, the compiler's complaints, and a folder that is not there.
_NOT_SERVED: Final = ("ModelNotServed", "Compile errors", "ENOENT")
_PATH_INSIDE: Final = "ENOENT"
_SERVER_FAULT: Final = 500
_LONGEST_TEXT: Final = 2000

_FAILURE: Final = "failure"
_STATUSES: Final = {
    "scheduled": JobStatus.RUNNING,
    "processing": JobStatus.RUNNING,
    "done": JobStatus.DONE,
    "not_found": JobStatus.GONE,
    "missing_partition": JobStatus.GONE,
    "pre_agg_not_found": JobStatus.GONE,
}


def refusal(what: str, status: int, payload: Payload, version: str) -> RampartError:
    """The error that an answer other than 2xx stands for."""
    text = _error_text(payload)
    if _NO_PARTITIONS in text:
        return PartitionsMissing(what, text)
    if any(mark in text for mark in _NOT_SERVED):
        # The path of a folder on the server is nobody's business.
        return ModelNotServed(version, "no such version" if _PATH_INSIDE in text else text)
    if status >= _SERVER_FAULT:
        return CubeUnavailable(what, f"{status}", text)
    return CubeRefused(what, f"{status}", text)


def cube_fps(payload: Payload) -> dict[str, str]:
    """`meta.rampart.cube_fp` of every cube in an answer of `/v1/meta` that has one."""
    found: dict[str, str] = {}
    for cube in _field(payload, "cubes", list):
        rampart = ((cube.get("meta") or {}).get("rampart")) or {}
        if "cube_fp" in rampart:
            found[str(cube["name"])] = str(rampart["cube_fp"])
    return found


def answer(payload: Payload) -> Answer:
    """Rows and rollups of an answer of `/v1/load`."""
    used = payload.get("usedPreAggregations") if isinstance(payload, dict) else None
    rollups = frozenset(str(item["preAggregationId"]) for item in (used or {}).values())
    return Answer(tuple(_field(payload, "data", list)), rollups)


def tokens_of(payload: Payload) -> tuple[str, ...]:
    """Job tokens, one for each partition."""
    if not isinstance(payload, list):
        raise CubeUnavailable("build jobs", "an answer that is no list", _error_text(payload))
    return tuple(str(token) for token in payload)


def job(token: str, payload: Payload) -> Job:
    """The job of `token` in an answer keyed by token."""
    if not isinstance(payload, dict):
        raise CubeUnavailable("build jobs", "an answer that is no object")
    found = payload.get(token)
    if found is None:
        return Job(token, JobStatus.GONE)
    status = str(found.get("status"))
    if status.startswith(_FAILURE):
        error = status.removeprefix(_FAILURE).removeprefix(":").strip()
        return Job(token, JobStatus.FAILED, found.get("table"), error)
    if status not in _STATUSES:
        raise CubeUnavailable("build jobs", f"unknown status `{status}`")
    return Job(token, _STATUSES[status], found.get("table"))


def _field(payload: Payload, name: str, kind: type[list[Any]]) -> list[Any]:
    value = payload.get(name) if isinstance(payload, dict) else None
    if not isinstance(value, kind):
        raise CubeUnavailable(f"an answer without `{name}`", _error_text(payload))
    return value


def _error_text(payload: Payload) -> str:
    text = payload.get("error", "") if isinstance(payload, dict) else ""
    return str(text)[:_LONGEST_TEXT]
