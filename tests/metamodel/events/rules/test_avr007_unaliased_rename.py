from tests.metamodel.events.planted import order, plain, told


def test_a_renamed_field_needs_an_alias() -> None:
    assert told("AVR007", order(plain("row_count", default=0)), order(plain())) == [
        "/fields/2: `row_count` stands where `rows` was"
    ]
    aliased = order(plain("row_count", default=0, aliases=["rows"]))
    assert told("AVR007", aliased, order(plain())) == []


def test_removal_and_addition_of_different_types_are_no_rename() -> None:
    assert told("AVR007", order(plain("cube", "string", default="")), order(plain())) == []
    assert told("AVR007", order(), order(plain())) == []


def test_a_renamed_type_needs_an_alias() -> None:
    def inner(name: str, **more: object) -> dict[str, object]:
        return order(
            plain("row", {"type": "record", "name": name, "doc": "A.", "fields": [], **more})
        )

    assert told("AVR007", inner("Line"), inner("Row")) == ["/fields/2/type: `row` was called `Row`"]
    assert told("AVR007", inner("Line", aliases=["Row"]), inner("Row")) == []
