"""Bulk updates as they are sent."""

from decimal import Decimal
from typing import Any

import pytest

from presence_api.entities.bulk.request import (
    MOST_ROWS,
    BulkRequest,
    OnConflict,
    read_bulk,
    stored,
)
from presence_api.entities.catalogue.view import entity_view
from presence_api.entities.faults import RequestInvalid
from presence_api.ports.row_conditions import KeyIn
from tests.presence_api.entities.gadgets import caller, model, view

VIEW = view("analyst")
WHERE: dict[str, Any] = {"field": "status", "op": "eq", "value": "open"}
GOOD: dict[str, Any] = {"where": WHERE, "set": {"status": "done"}}


def faults(**body: Any) -> dict[str, str]:
    with pytest.raises(RequestInvalid) as refused:
        read_bulk(VIEW, body)
    return {fault.pointer: fault.code for fault in refused.value.faults}


def read(**body: Any) -> BulkRequest:
    return read_bulk(VIEW, {**GOOD, **body})


def test_what_is_not_said_has_a_default() -> None:
    found = read()
    assert (found.dry_run, found.on_conflict, found.expected, found.plan_token) == (
        False,
        OnConflict.SKIP,
        None,
        None,
    )
    assert {column.name: value for column, value in found.values.items()} == {"status": "done"}


def test_all_faults_come_at_once_with_their_places() -> None:
    assert faults(
        where={"field": "email", "op": "eq", "value": "x"},
        set={"status": "opne", "gadget_id": 2, "amount": -1},
        dryRun=1,
        onConflict="wait",
        expectedCount="7",
        planToken=7,
        nonsense=1,
    ) == {
        "/nonsense": "unknown-key",
        "/where/field": "masked-attribute",
        "/set/status": "unfit-value",
        "/set/gadget_id": "not-editable",
        "/set/amount": "out-of-bounds",
        "/dryRun": "wrong-shape",
        "/onConflict": "unfit-value",
        "/expectedCount": "wrong-shape",
        "/planToken": "wrong-shape",
    }
    with pytest.raises(RequestInvalid):
        read_bulk(VIEW, ["nonsense"])


def test_it_says_which_rows_in_one_way_and_what_becomes_of_them() -> None:
    assert faults(set={"status": "done"}) == {"": "wrong-shape"}
    assert faults(**GOOD, ids=["1"]) == {"": "wrong-shape"}
    assert faults(where=WHERE) == {"/set": "wrong-shape"}
    assert faults(where=WHERE, set={}) == {"/set": "wrong-shape"}
    assert faults(where=WHERE, set=[1]) == {"/set": "wrong-shape"}


def test_ids_are_read_and_each_is_said_once() -> None:
    found = read_bulk(VIEW, {"ids": ["1", "20"], "set": {"status": "done"}})
    assert found.ids == ("1", "20")
    assert isinstance(found.where, KeyIn)
    assert found.where.keys == ((1,), (20,))
    bad = faults(ids=["1", "x", 7, "1"], set={"status": "done"})
    assert bad == {"/ids/1": "unfit-value", "/ids/2": "unfit-value", "/ids/3": "said-twice"}
    for ids in ([], "1", [str(number) for number in range(MOST_ROWS + 1)]):
        assert faults(ids=ids, set={"status": "done"}) == {"/ids": "wrong-shape"}


def test_no_policy_may_be_joined_with_another() -> None:
    both = entity_view(model(), "gadget", caller("seller", "analyst", names=["ada"]))
    body = {"where": {"field": "email", "op": "notNull"}, "set": {"amount": 1}}
    with pytest.raises(RequestInvalid) as refused:
        read_bulk(both, body)
    assert [fault.code for fault in refused.value.faults] == ["never-shown-together"]


def test_requests_that_do_the_same_are_known_by_their_fingerprint() -> None:
    same = read(dryRun=True, expectedCount=7, planToken="x", onConflict="skip")
    assert read().fingerprint == same.fingerprint
    others = [
        read(onConflict="abort"),
        read(set={"status": "open"}),
        read(set={"made": None}),
        read(where={"field": "status", "op": "ne", "value": "open"}),
        read_bulk(VIEW, {"ids": ["1"], "set": {"status": "done"}}),
        read_bulk(VIEW, {"ids": ["2"], "set": {"status": "done"}}),
    ]
    assert len({read().fingerprint, *(one.fingerprint for one in others)}) == len(others) + 1


def test_values_are_kept_as_json() -> None:
    assert (stored(None), stored(Decimal("1.50")), stored("a")) == (None, "1.50", "a")
