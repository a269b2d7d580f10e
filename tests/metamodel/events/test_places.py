"""Places in a schema."""

from metamodel.events._contract import DATE
from metamodel.events._places import Place, fields, logical_types, named_types, short, types
from tests.metamodel.events.planted import order, plain

ROW = {"type": "record", "name": "Row", "fields": [plain("a", {"type": "map", "values": DATE})]}
SCHEMA = order(plain("rows", ["null", {"type": "array", "items": ROW}]))


def test_a_place_has_a_pointer_for_programs_and_names_for_people() -> None:
    found = [(at.pointer, at.words) for at, *_ in fields(SCHEMA)]

    assert found[-2:] == [
        ("/fields/2", "rows"),
        ("/fields/2/type/1/items/fields/0", "rows[].a"),
    ]
    assert str(Place()) == "the event"
    assert str(Place("/fields/2", "rows")) == "`rows`"


def test_every_type_is_found_the_outer_one_first() -> None:
    assert [kind["name"] for _, kind in named_types(SCHEMA)] == ["Shipped", "Row"]
    assert [at.words for at, _ in types(SCHEMA)][-3:] == ["rows[]", "rows[].a", "rows[].a{}"]


def test_a_type_may_be_wrapped() -> None:
    wrapped = order(plain("row", {"type": ROW}))

    assert [kind["name"] for _, kind in named_types(wrapped)] == ["Shipped", "Row"]


def test_logical_types_are_seen_through_unions_lists_and_maps_not_records() -> None:
    assert logical_types(["null", {"type": "array", "items": DATE}]) == {"date"}
    assert logical_types(ROW) == frozenset()
    assert short("core.order.Row") == short("Row") == "Row"
