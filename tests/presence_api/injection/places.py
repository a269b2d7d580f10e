"""Everywhere that a text can be said to the API."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.presence_api.entities.served import JOB
from tests.presence_api.injection.asking import Request, encoded

ENTITY: Final = "/api/v1/entities/{entity}"
ONE: Final = ENTITY + "/{id}"
META: Final = "/api/v1/meta/entities/{entity}"
JOBS: Final = "/api/v1/jobs/{job}"
REPORTS: Final = "/api/v1/reports"
RESULT: Final = REPORTS + "/results/{fingerprint}"
Place = Callable[[str], Request]
_REPORT: Final[Mapping[str, Any]] = {"version": "1", "entity": "order", "measures": ["count"]}


def _search(body: Mapping[str, Any]) -> Request:
    return Request.of("POST", f"{ENTITY}/search", body, entity="gadget")


def _where(field: str, op: str, value: Any) -> Request:
    return _search({"where": {"field": field, "op": op, "value": value}})


def _patch(body: Any, **fields: str) -> Request:
    known = {"if-match": '"v1"', **{name.replace("_", "-"): said for name, said in fields.items()}}
    return Request("PATCH", ONE, "/api/v1/entities/gadget/1", body, known)


def _bulk(**body: Any) -> Request:
    said = {"ids": ["1"], "set": {"status": "done"}, "dryRun": True, **body}
    return Request.of("POST", f"{ENTITY}/bulk-update", said, entity="gadget")


def _report(**body: Any) -> Request:
    return Request.of("POST", f"{REPORTS}/query", {**_REPORT, **body})


def _lock(method: str, one: str, **fields: str) -> Request:
    said = {name.replace("_", "-"): value for name, value in fields.items()}
    path = f"/api/v1/entities/order/{encoded(one)}/lock"
    return Request(method, f"{ONE}/lock", path, {} if method == "POST" else None, said)


SEARCHED: Final[Mapping[str, Place]] = {
    "a key": lambda said: _search({said: 1}),
    "a field": lambda said: _where(said, "eq", "x"),
    "an operator": lambda said: _where("name", said, "x"),
    "an equal text": lambda said: _where("name", "eq", said),
    "a part of a text": lambda said: _where("note", "contains", said),
    "a list of texts": lambda said: _where("name", "in", [said, "ada"]),
    "a number": lambda said: _where("size", "gte", said),
    "a decimal": lambda said: _where("amount", "between", [said, said]),
    "a day": lambda said: _where("made", "lt", said),
    "a moment": lambda said: _where("seen", "gt", said),
    "a UUID": lambda said: _where("code", "eq", said),
    "a truth": lambda said: _where("sold", "eq", said),
    "an order": lambda said: _search({"order": [{"by": said}]}),
    "a direction": lambda said: _search({"order": [{"by": "name", "dir": said}]}),
    "a shown field": lambda said: _search({"fields": [said]}),
    "a cursor": lambda said: _search({"cursor": said}),
    "an entity": lambda said: Request.of("POST", f"{ENTITY}/search", {}, entity=said),
}
READ: Final[Mapping[str, Place]] = {
    "an id": lambda said: Request.of("GET", ONE, entity="gadget", id=said),
    "a known version": lambda said: Request(
        "GET", ONE, "/api/v1/entities/gadget/1", None, {"if-none-match": said}
    ),
    "a described entity": lambda said: Request.of("GET", META, entity=said),
    "a job": lambda said: Request.of("GET", JOBS, job=said),
    "a cancelled job": lambda said: Request.of("POST", f"{JOBS}/cancel", job=said),
    "errors after": lambda said: Request(
        "GET", f"{JOBS}/errors", f"/api/v1/jobs/{JOB}/errors?cursor={encoded(said)}"
    ),
    "a token": lambda said: Request(
        "GET", ONE, "/api/v1/entities/gadget/1", None, {"authorization": f"Bearer {said}"}
    ),
}
CHANGED: Final[Mapping[str, Place]] = {
    "a changed field": lambda said: _patch({said: "x"}),
    "a name": lambda said: _patch({"name": said}),
    "a listed value": lambda said: _patch({"status": said}),
    "a changed day": lambda said: _patch({"made": said}),
    "a patch": _patch,
    "a version": lambda said: _patch({"name": "eve"}, if_match=said),
    "a lock's token": lambda said: _patch({"name": "eve"}, lock_token=said),
    "a repeated key": lambda said: _patch({"name": "eve"}, idempotency_key=said),
    "a type of body": lambda said: _patch({"name": "eve"}, content_type=said),
    "a locked id": lambda said: _lock("POST", said),
    "a renewed lock": lambda said: _lock("PUT", "1", lock_token=said),
    "a lock let go": lambda said: _lock("DELETE", "1", lock_token=said),
    "a changed id": lambda said: Request.of("PATCH", ONE, {}, entity="gadget", id=said),
    "an id of many": lambda said: _bulk(ids=[said]),
    "a field of many": lambda said: _bulk(set={said: 1}),
    "a value of many": lambda said: _bulk(set={"name": said}),
    "a plan": lambda said: _bulk(planToken=said),
    "a conflict": lambda said: _bulk(onConflict=said),
}
REPORTED: Final[Mapping[str, Place]] = {
    "a version of the language": lambda said: _report(version=said),
    "a reported entity": lambda said: _report(entity=said),
    "a measure": lambda said: _report(measures=[said]),
    "a measure's name": lambda said: _report(measures=[{"measure": "count", "as": said}]),
    "a dimension": lambda said: _report(dimensions=[said]),
    "a dimension of another": lambda said: _report(dimensions=[f"customer.{said}"]),
    "a condition's field": lambda said: _report(where={"field": said, "op": "eq", "value": 1}),
    "a condition's operator": lambda said: _report(
        where={"field": "orderstatus", "op": said, "value": "F"}
    ),
    "a condition's value": lambda said: _report(
        where={"field": "orderstatus", "op": "contains", "value": said}
    ),
    "a condition's number": lambda said: _report(
        where={"field": "totalprice", "op": "gt", "value": said}
    ),
    "a figure's bound": lambda said: _report(having={"field": "count", "op": "gt", "value": said}),
    "a range": lambda said: _report(time={"field": "orderdate", "range": said}),
    "a grain": lambda said: _report(time={"field": "orderdate", "grain": said}),
    "a report's order": lambda said: _report(order=[{"by": said, "dir": "asc"}]),
    "a segment": lambda said: _report(segments=[said]),
    "a row of a matrix": lambda said: _report(
        dimensions=["orderstatus"], pivot={"rows": [said], "columns": ["orderstatus"]}
    ),
    "a cell": lambda said: _report(
        measures=[], drill={"measure": "count", "at": {"orderstatus": said}}
    ),
    "a cell's dimension": lambda said: _report(
        measures=[], drill={"measure": "count", "at": {said: "F"}}
    ),
    "a mode": lambda said: _report(freshness={"mode": said}),
    "one of several": lambda said: Request.of("POST", f"{REPORTS}/batch", {"reports": [said]}),
    "a fingerprint": lambda said: Request.of("GET", RESULT, fingerprint=said),
    "a report given up": lambda said: Request.of("DELETE", RESULT, fingerprint=said),
}
PLACES: Final[Mapping[str, Place]] = {**SEARCHED, **READ, **CHANGED, **REPORTED}
