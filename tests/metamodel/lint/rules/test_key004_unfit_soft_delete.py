from typing import Any

import pytest

from tests.metamodel.shop import CUSTOMER, places

PLACE = f"/entities/{CUSTOMER}"


def marked(mode: str, **more: Any) -> dict[str, Any]:
    attribute = {"name": "gone", "column": "gone", **more}
    return {
        f"{PLACE}/attributes/-": attribute,
        f"{PLACE}/softDelete": {"attribute": "gone", "mode": mode},
    }


def test_flags_and_moments_are_right() -> None:
    assert places("KEY004", marked("flag", type="boolean")) == []
    assert places("KEY004", marked("timestamp", type="timestamptz")) == []


@pytest.mark.parametrize(
    ("mode", "more"),
    [
        ("flag", {"type": "string"}),
        ("timestamp", {"type": "boolean"}),
        ("timestamp", {"type": "timestamp", "nullable": False}),
        ("flag", {"type": "boolean", "name": "other"}),
    ],
)
def test_what_cannot_hold_the_mark_is_refused(mode: str, more: dict[str, Any]) -> None:
    assert places("KEY004", marked(mode, **more)) == [f"{PLACE}/softDelete/attribute"]
