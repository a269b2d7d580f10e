from typing import Any

import pytest

from tests.metamodel.shop import ORDER, places

PRICE = f"/entities/{ORDER}/attributes/5/constraints"
STATUS = f"/entities/{ORDER}/attributes/4/constraints"


def test_what_can_be_met_is_right() -> None:
    assert places("CON001", {PRICE: {"minimum": 0, "maximum": 10}}) == []
    assert places("CON001", {STATUS: {"minLength": 1, "maxLength": 9, "pattern": "^a"}}) == []


@pytest.mark.parametrize(
    ("place", "constraints", "key"),
    [
        (PRICE, {"minimum": 10, "maximum": 1}, "minimum"),
        (PRICE, {"pattern": "x"}, "pattern"),
        (STATUS, {"minLength": 3, "maxLength": 2}, "minLength"),
        (STATUS, {"maximum": 3}, "maximum"),
        (STATUS, {"pattern": "[A-"}, "pattern"),
    ],
)
def test_what_cannot_is_refused(place: str, constraints: dict[str, Any], key: str) -> None:
    assert places("CON001", {place: constraints}) == [f"{place}/{key}"]
