"""Patches."""

from decimal import Decimal
from typing import Any

import pytest

from presence_api.entities.faults import FaultCode, Faults
from presence_api.entities.patch import read_patch
from tests.presence_api.entities.gadgets import view

MINE = view("analyst")


def faults(patch: Any, mine: Any = MINE) -> list[tuple[str, FaultCode]]:
    found = Faults()
    read_patch(mine, patch, found)
    return [(fault.pointer, fault.code) for fault in found]


def test_a_good_patch_gives_columns_their_values() -> None:
    patch = {"status": "done", "amount": "100.5", "made": None}
    found = read_patch(MINE, patch, Faults())
    assert {one.name: value for one, value in found.items()} == {
        "status": "done",
        "amount": Decimal("100.5"),
        "made": None,
    }


@pytest.mark.parametrize(
    "patch",
    [
        {},
        {"name": "ada", "status": "done", "amount": "100.5", "made": "2026-01-01"},
        {"amount": 0, "made": None},
    ],
)
def test_a_good_patch_has_no_faults(patch: Any) -> None:
    assert faults(patch) == []


@pytest.mark.parametrize(
    ("patch", "code"),
    [
        ({"gadget_id": 2}, FaultCode.NOT_EDITABLE),
        ({"tenant_id": "globex"}, FaultCode.NOT_EDITABLE),
        ({"email": "a"}, FaultCode.NOT_EDITABLE),
        ({"margin": "1"}, FaultCode.UNKNOWN_ATTRIBUTE),
        ({"pin": "1"}, FaultCode.UNKNOWN_ATTRIBUTE),
        ({"extra": {}}, FaultCode.UNKNOWN_ATTRIBUTE),
        ({"nmae": "ada"}, FaultCode.UNKNOWN_ATTRIBUTE),
        ({"status": None}, FaultCode.UNFIT_VALUE),
        ({"status": "opne"}, FaultCode.UNFIT_VALUE),
        ({"amount": "many"}, FaultCode.UNFIT_VALUE),
        ({"amount": {"a": 1}}, FaultCode.UNFIT_VALUE),
        ({"amount": "-0.01"}, FaultCode.OUT_OF_BOUNDS),
        ({"amount": "100.5000000001"}, FaultCode.OUT_OF_BOUNDS),
        ({"name": "abcdefghi"}, FaultCode.OUT_OF_BOUNDS),
        ({"name": "ada!"}, FaultCode.OUT_OF_BOUNDS),
        ({"name": "ada\n"}, FaultCode.OUT_OF_BOUNDS),
    ],
)
def test_a_fault_is_told_at_its_place(patch: dict[str, Any], code: FaultCode) -> None:
    assert faults(patch) == [(f"/{name}", code) for name in patch]


def test_all_faults_are_told() -> None:
    assert [pointer for pointer, _ in faults({"name": "A", "a/b": 1, "made": "today"})] == [
        "/name",
        "/name",
        "/a~1b",
        "/made",
    ]
    assert faults([]) == [("", FaultCode.WRONG_SHAPE)]


def test_what_no_policy_shows_together_is_not_changed_together() -> None:
    both = view("analyst", "seller", names=["ada"])
    assert faults({"email": "a"}, both) == []
    assert faults({"email": "a", "amount": "1"}, both) == [("", FaultCode.APART)]
