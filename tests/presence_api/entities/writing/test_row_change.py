"""A row before and after."""

from presence_api.entities.writing.row_change import RowChange


def test_changed_is_what_has_another_value() -> None:
    before = {"status": "O", "comment": None, "price": 1}
    change = RowChange("order", "acme", "1", 2, before, before | {"status": "F", "price": 1})
    assert change.changed == ("status",)
