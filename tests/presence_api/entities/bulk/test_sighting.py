"""Which rows an update is about."""

from typing import Any

import pytest

from presence_api.entities.bulk import sighting
from presence_api.entities.bulk.request import read_bulk
from presence_api.entities.bulk.sighting import Sighting, TooManyRows, sight
from tests.fakes.entity_store import FakeEntityStore
from tests.presence_api.entities.gadgets import TABLE, row, view

VIEW = view("analyst")
ROWS = [
    row(1),
    row(2, status="done"),
    row(3, status="done", made="2026-01-01"),
    row(4, tenant_id="globex"),
    row(5, deleted_at="2026-01-01T00:00:00Z"),
]


def seen(**body: Any) -> Sighting:
    return sight(FakeEntityStore({TABLE: list(ROWS)}), VIEW, read_bulk(VIEW, body))


def test_rows_that_say_so_already_are_meant_and_would_not_change() -> None:
    where = {"field": "gadget_id", "op": "gte", "value": 1}
    found = seen(where=where, set={"status": "done", "made": "2026-01-01"})
    assert (found.matched, [one.id for one in found.changing]) == (3, ["1", "2"])
    assert [one.id for one in seen(where=where, set={"made": None}).changing] == ["3"]


def test_ids_of_what_is_not_there_for_one_are_missing() -> None:
    found = seen(ids=["9", "1", "4", "5"], set={"status": "done"})
    assert (found.matched, found.missing) == (1, ("9", "4", "5"))


def test_there_is_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sighting, "MOST_ROWS", 2)
    with pytest.raises(TooManyRows):
        seen(where={"field": "gadget_id", "op": "gte", "value": 1}, set={"status": "done"})
