"""What differs between two schemas."""

from typing import Any

from metamodel.events._contract import DATE, TIMESTAMP
from metamodel.events.differences import Difference, differences
from tests.metamodel.events.planted import order, plain


def row(*fields: Any, **more: Any) -> Any:
    return {"type": "record", "name": "Row", "doc": "A row.", "fields": list(fields), **more}


def enum(*symbols: str) -> Any:
    return {"type": "enum", "name": "State", "doc": "A state.", "symbols": list(symbols)}


def test_equal_schemas_do_not_differ_nor_do_fields_in_another_order() -> None:
    assert differences(order(plain("a"), plain("b")), order(plain("b"), plain("a"))) == []


def test_fields_that_came_and_went_are_told_with_their_type() -> None:
    old, new = (
        order(plain("a", ["null", "long"])),
        order(plain("b", {"type": "map", "values": DATE})),
    )

    assert differences(old, new) == [
        Difference("b", "added", "", "date{}"),
        Difference("a", "removed", "null or long", ""),
    ]


def test_each_part_of_a_field_that_changed_is_told() -> None:
    old = order(plain("a", "int"))
    new = order(plain("a", TIMESTAMP, default=0, doc="When.", aliases=["b"]))

    assert differences(old, new) == [
        Difference("a", "type", "int", "timestamp-millis"),
        Difference("a", "default", "", "0"),
        Difference("a", "aliases", "", '["b"]'),
        Difference("a", "doc", "Rows in the table.", "When."),
    ]


def test_what_changed_deep_inside_is_told_at_its_place() -> None:
    old = order(plain("rows", {"type": "array", "items": row(plain("a"))}), plain("s", enum("A")))
    new = order(
        plain("rows", {"type": "array", "items": row(plain("a"), plain("b"))}),
        plain("s", enum("A", "B")),
    )

    assert differences(old, new) == [
        Difference("s", "symbols", '["A"]', '["A", "B"]'),
        Difference("rows[].b", "added", "", "long"),
    ]


def test_a_type_of_another_name_is_told_once_for_the_field_and_once_for_itself() -> None:
    old, new = order(plain("row", row())), order(plain("row", {"type": row(name="Line")}))

    assert differences(old, new) == [
        Difference("row", "name", "Row", "Line"),
        Difference("row", "type", "record Row", "record Line"),
    ]
