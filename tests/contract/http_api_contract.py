"""What a browser may rely on, whatever stands behind the service: fakes, or all of a stack."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, Final

from presence_api.ports.bulk_jobs import JobState
from tests.eventually import eventually

QUERY: Final = "/api/v1/reports/query"
BATCH: Final = "/api/v1/reports/batch"
PATCH: Final = {"content-type": "application/merge-patch+json"}
SAFE: Final = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class ApiGround(ABC):
    """A service that serves one model. `client` speaks HTTP to it, and is nobody.

    `row` is the path of an instance, of which `attribute` may be either of `values`; `bulk` sets
    the same of several rows. `report` is a report that a rollup has.
    """

    client: Any
    entity: str
    row: str
    attribute: str
    values: tuple[str, str]
    bulk: Mapping[str, Any]
    report: Mapping[str, Any]

    @abstractmethod
    def bearer(self, user: str) -> Mapping[str, str]:
        """Headers of somebody of one tenant who may edit."""

    @abstractmethod
    def held(self) -> AbstractContextManager[None]:
        """Ben holds the row's lock meanwhile."""

    @abstractmethod
    def cube_away(self) -> AbstractContextManager[None]:
        """Cube answers nobody meanwhile."""

    @abstractmethod
    def breaker_is_open(self) -> bool:
        """Do the service's figures say that Cube is left alone?"""

    def ask(self, method: str, path: str, body: Any, user: str = "anna", **fields: str) -> Any:
        """An answer to somebody's request with a body in JSON; names of fields have `_` for `-`."""
        named = {name.replace("_", "-"): value for name, value in fields.items()}
        return self.client.request(method, path, json=body, headers={**self.bearer(user), **named})

    def patch(self, value: str, etag: str) -> Any:
        """An answer to Anna's change of the row."""
        headers = {**self.bearer("anna"), **PATCH, "if-match": etag}
        return self.client.patch(self.row, json={self.attribute: value}, headers=headers)

    @property
    def etag(self) -> str:
        """Of the row as it is now."""
        found: str = self.client.get(self.row, headers=self.bearer("anna")).headers["etag"]
        return found


class HttpApiContract:
    """Kept by every ground."""

    ground: ApiGround

    @property
    def _search(self) -> str:
        return f"/api/v1/entities/{self.ground.entity}/search"

    @property
    def _bulk(self) -> str:
        return f"/api/v1/entities/{self.ground.entity}/bulk-update"

    def test_search(self) -> None:
        first = self.ground.ask("POST", self._search, {"limit": 2}).json()
        next_page = {"limit": 2, "cursor": first["next"]}
        second = self.ground.ask("POST", self._search, next_page).json()
        ids = [row["_id"] for row in (*first["rows"], *second["rows"])]
        assert len(set(ids)) == 4
        refused = self.ground.ask("POST", self._search, {"limit": 0, "fields": ["moons"]})
        assert refused.status_code == 422
        assert {fault["pointer"] for fault in refused.json()["faults"]} == {"/limit", "/fields/0"}

    def test_patch_409(self) -> None:
        etag = self.ground.etag
        shown = self.ground.client.get(self.ground.row, headers=self.ground.bearer("anna")).json()
        one, other = self.ground.values
        new = other if shown[self.ground.attribute] == one else one
        changed = self.ground.patch(new, etag)
        assert (changed.status_code, changed.json()["_version"]) == (200, shown["_version"] + 1)
        late = self.ground.patch(one, etag)
        assert late.status_code == 409
        assert late.json()["current"][self.ground.attribute] == new
        assert late.json()["changed_by"].lower() == "anna"

    def test_423(self) -> None:
        etag = self.ground.etag
        with self.ground.held():
            locked = self.ground.patch(self.ground.values[0], etag)
            assert (locked.status_code, locked.json()["holder"]) == (423, "Ben")

    def test_bulk_dry_run(self) -> None:
        before = self.ground.etag
        planned = self.ground.ask("POST", self._bulk, {**self.ground.bulk, "dryRun": True})
        assert planned.status_code == 200
        assert planned.json()["matched"] > 1
        assert planned.json()["planToken"]
        assert self.ground.etag == before

    def test_bulk_cancel(self) -> None:
        begun = self.ground.ask("POST", self._bulk, self.ground.bulk)
        assert begun.status_code == 202
        place = begun.headers["location"]
        assert self.ground.ask("POST", f"{place}/cancel", None).status_code in {200, 202}
        job = eventually(
            lambda: self.ground.ask("GET", place, None).json(),
            lambda found: JobState(found["state"]).final,
            "the end of the job",
        )
        assert job["done"] + job["skipped"] + job["failed"] <= job["total"]
        again = self.ground.ask("POST", f"{place}/cancel", None)
        assert (again.status_code, again.json()["state"]) == (200, job["state"])
        assert self.ground.ask("GET", place, None, "eve_elsewhere").status_code == 404

    def test_dsl_valid(self) -> None:
        found = self.ground.ask("POST", QUERY, self.ground.report)
        assert found.status_code == 200
        assert len(found.json()["columns"]) == len(found.json()["data"][0])

    def test_dsl_invalid(self) -> None:
        wrong = {**self.ground.report, "measures": ["moons"], "limit": 0, "sort": []}
        refused = self.ground.ask("POST", QUERY, wrong)
        assert refused.status_code == 422
        pointers = {fault["pointer"] for fault in refused.json()["faults"]}
        assert pointers == {"/measures/0", "/limit", "/sort"}

    def test_cache(self) -> None:
        question = {**self.ground.report, "limit": 101}
        first = self.ground.ask("POST", QUERY, question)
        second = self.ground.ask("POST", QUERY, question)
        assert first.json()["data"] == second.json()["data"]
        assert second.json()["meta"]["cache"] == "HIT"
        assert second.headers["cache-status"].startswith("rampart; hit")

    def test_429(self) -> None:
        batch = {"reports": [{**self.ground.report, "limit": 102 + one} for one in range(20)]}
        found = [self.ground.ask("POST", BATCH, batch, "greedy") for _ in range(7)]
        assert (found[0].status_code, found[-1].status_code) == (200, 429)
        for one in found:
            assert {"ratelimit", "ratelimit-policy"} <= set(one.headers)
        assert int(found[-1].headers["retry-after"]) > 0
        assert self.ground.ask("POST", QUERY, self.ground.report).status_code == 200

    def test_503_and_breaker_open(self) -> None:
        kept = {**self.ground.report, "limit": 130}
        assert self.ground.ask("POST", QUERY, kept).status_code == 200
        with self.ground.cube_away():
            asked = ({**self.ground.report, "limit": 131 + one} for one in range(20))
            found = [self.ground.ask("POST", QUERY, one, "impatient") for one in asked]
            assert {one.status_code for one in found} <= {503, 504}
            assert found[-1].status_code == 503
            assert int(found[-1].headers["retry-after"]) > 0
            assert self.ground.breaker_is_open()
            assert self.ground.ask("POST", QUERY, kept).status_code == 200

    def test_headers(self) -> None:
        for found in (
            self.ground.client.get("/health/live"),
            self.ground.client.get(self.ground.row),  # 401
            self.ground.client.get(self.ground.row, headers=self.ground.bearer("anna")),
            self.ground.client.get("/no/such/place"),
        ):
            assert SAFE.items() <= dict(found.headers).items()
            assert found.headers["x-request-id"]

    def test_json_size(self) -> None:
        large = {**self.ground.report, "comment": "x" * (1 << 20)}
        assert self.ground.ask("POST", QUERY, large).status_code == 413
        deep = '{"version": ' + "[" * 100 + "]" * 100 + "}"
        twice = '{"version": "1", "version": "1"}'
        for text in (deep, twice):
            assert self._sent(text, "application/json").status_code == 400

    def test_content_type(self) -> None:
        assert self._sent("version=1", "application/x-www-form-urlencoded").status_code == 415
        assert self._sent("{}", "application/json; charset=utf-8").status_code == 422
        headers = {**self.ground.bearer("anna"), "content-type": "text/plain", "if-match": '"v1"'}
        found = self.ground.client.patch(self.ground.row, content="{}", headers=headers)
        assert found.status_code == 415

    def _sent(self, text: str, kind: str) -> Any:
        headers = {**self.ground.bearer("anna"), "content-type": kind}
        return self.ground.client.post(QUERY, content=text, headers=headers)
