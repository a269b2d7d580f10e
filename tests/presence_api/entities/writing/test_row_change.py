"""A row before and after."""

from decimal import Decimal

import pytest

from presence_api.entities.catalogue.view import entity_view
from presence_api.entities.writing.row_change import RowChange, row_address, says
from presence_api.ports.entity_store import JsonScalar, StoredRow
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.row_conditions import Value
from tests.presence_api.entities.gadgets import caller, model, view

VIEW = view("admin")


def stored(**values: JsonScalar) -> StoredRow:
    return StoredRow("1", 2, None, values, ())


def test_changed_is_what_has_another_value() -> None:
    before = {"status": "O", "comment": None, "price": 1}
    change = RowChange("order", "acme", "1", 2, before, before | {"status": "F", "price": 1})
    assert change.changed == ("status",)


def test_a_row_is_its_own_tenants_whoever_asks() -> None:
    theirs = stored(tenant_id="globex")
    assert row_address(VIEW, caller("admin"), theirs) == LockAddress("globex", "gadget", "1")
    shared = entity_view(model(tenancy={"mode": "shared"}), "gadget", caller("admin"))
    assert row_address(shared, caller("admin"), theirs) == LockAddress(None, "gadget", "1")


@pytest.mark.parametrize(
    ("name", "said", "value", "same"),
    [
        ("amount", "1.5000", Decimal("1.5"), True),
        ("amount", "1.5001", Decimal("1.5"), False),
        ("amount", "NaN", Decimal("1.5"), False),
        ("name", None, None, True),
        ("name", None, "", False),
        ("name", "", None, False),
    ],
)
def test_a_row_says_a_value_whatever_its_text(
    name: str, said: JsonScalar, value: Value | None, *, same: bool
) -> None:
    assert says(stored(**{name: said}), VIEW.column(name), value) is same
