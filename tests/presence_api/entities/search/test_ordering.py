"""Orders."""

from typing import Any

import pytest

from presence_api.entities.faults import FaultCode, Faults
from presence_api.entities.search.ordering import STEPS, read_order, total_order
from tests.presence_api.entities.gadgets import view

MINE = view("analyst")


def read(said: Any) -> tuple[list[tuple[str, bool]], list[tuple[str, FaultCode]]]:
    faults = Faults()
    order = total_order(MINE.source, read_order(MINE, said, "/order", faults))
    steps = [(step.column.name, step.descending) for step in order]
    return steps, [(fault.pointer, fault.code) for fault in faults]


@pytest.mark.parametrize(
    ("said", "steps"),
    [
        ([], [("gadget_id", False)]),
        ([{"by": "size"}], [("size", False), ("gadget_id", False)]),
        (
            [{"by": "name"}, {"by": "size", "dir": "desc"}],
            [("name", False), ("size", True), ("gadget_id", True)],
        ),
        ([{"by": "gadget_id", "dir": "desc"}], [("gadget_id", True)]),
    ],
)
def test_an_order_ends_with_the_key(said: Any, steps: list[tuple[str, bool]]) -> None:
    assert read(said) == (steps, [])


@pytest.mark.parametrize(
    ("said", "pointer", "code"),
    [
        ("size", "", FaultCode.WRONG_SHAPE),
        ([{"by": "size"}] * (STEPS + 1), "", FaultCode.OUT_OF_BOUNDS),
        (["size"], "/0", FaultCode.WRONG_SHAPE),
        ([{}], "/0/by", FaultCode.WRONG_SHAPE),
        ([{"by": "size", "nulls": "first"}], "/0/nulls", FaultCode.UNKNOWN_KEY),
        ([{"by": "size", "dir": "up"}], "/0/dir", FaultCode.UNFIT_VALUE),
        ([{"by": "size", "dir": ["asc"]}], "/0/dir", FaultCode.UNFIT_VALUE),
        ([{"by": "size"}, {"by": "size"}], "/1/by", FaultCode.TWICE),
        ([{"by": "email"}], "/0/by", FaultCode.MASKED_ATTRIBUTE),
        ([{"by": "margin"}], "/0/by", FaultCode.UNKNOWN_ATTRIBUTE),
        ([{"by": "note"}], "/0/by", FaultCode.UNFIT_ATTRIBUTE),
        ([{"by": 'size" DESC; --'}], "/0/by", FaultCode.UNKNOWN_ATTRIBUTE),
    ],
)
def test_a_fault_is_told_at_its_place(said: Any, pointer: str, code: FaultCode) -> None:
    assert read(said)[1] == [(f"/order{pointer}", code)]
