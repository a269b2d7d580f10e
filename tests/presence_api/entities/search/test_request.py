"""Searches as they are sent."""

from typing import Any

import pytest

from presence_api.entities.faults import FaultCode, RequestInvalid
from presence_api.entities.search.request import read_search
from presence_api.ports.row_conditions import EVERY_ROW
from tests.presence_api.entities.gadgets import COLUMNS, view

MINE = view("analyst")


def faults(body: Any, mine: Any = MINE) -> list[tuple[str, FaultCode]]:
    with pytest.raises(RequestInvalid) as refused:
        read_search(mine, body)
    return [(fault.pointer, fault.code) for fault in refused.value.faults]


def test_nothing_said_means_everything_that_may_be_read() -> None:
    found = read_search(MINE, {})
    assert found.where == EVERY_ROW
    assert [step.column.name for step in found.order] == ["gadget_id"]
    assert found.fields == tuple(name for name in COLUMNS if name not in {"margin", "pin", "extra"})
    assert (found.limit, found.cursor) == (100, None)


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        (None, "", FaultCode.WRONG_SHAPE),
        ({"wher": {}}, "/wher", FaultCode.UNKNOWN_KEY),
        ({"limit": 0}, "/limit", FaultCode.OUT_OF_BOUNDS),
        ({"limit": 501}, "/limit", FaultCode.OUT_OF_BOUNDS),
        ({"limit": True}, "/limit", FaultCode.WRONG_SHAPE),
        ({"limit": "5; --"}, "/limit", FaultCode.WRONG_SHAPE),
        ({"cursor": 5}, "/cursor", FaultCode.WRONG_SHAPE),
        ({"fields": "name"}, "/fields", FaultCode.WRONG_SHAPE),
        ({"fields": [None]}, "/fields/0", FaultCode.WRONG_SHAPE),
        ({"fields": ["margin"]}, "/fields/0", FaultCode.UNKNOWN_ATTRIBUTE),
        ({"fields": ["*"]}, "/fields/0", FaultCode.UNKNOWN_ATTRIBUTE),
        ({"fields": ["name", "name"]}, "/fields/1", FaultCode.TWICE),
    ],
)
def test_a_fault_is_told_at_its_place(body: Any, pointer: str, code: FaultCode) -> None:
    assert faults(body) == [(pointer, code)]


def test_all_faults_are_told_at_once() -> None:
    body = {
        "where": {"field": "pin", "op": "eq", "value": "1"},
        "order": [{"by": "email"}],
        "fields": ["nmae"],
        "limit": 0,
        "size": 5,
    }
    assert [pointer for pointer, _ in faults(body)] == [
        "/size",
        "/where/field",
        "/order/0/by",
        "/fields/0",
        "/limit",
    ]


def test_a_request_is_answered_by_policies_that_show_all_it_names() -> None:
    both = view("analyst", "seller", names=["ada"])
    assert len(read_search(both, {}).granting) == 2
    by_email = read_search(both, {"where": {"field": "email", "op": "notNull"}})
    assert len(by_email.granting) == 1
    assert "email" in by_email.fields
    assert "amount" not in by_email.fields
    apart = {"where": {"field": "email", "op": "notNull"}, "order": [{"by": "amount"}]}
    assert faults(apart, both) == [("", FaultCode.APART)]
    assert faults({"where": {"field": "email", "op": "notNull"}, "fields": ["amount"]}, both)
