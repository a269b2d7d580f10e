from metamodel.events._contract import DATE, optional
from tests.metamodel.events.planted import order, plain, told


def test_a_field_added_after_the_first_release_needs_a_default() -> None:
    first, second = order(plain()), order(plain(), plain("cubes", default=0))
    assert told("AVR005", second, first) == []
    third = order(plain(), plain("cubes"), plain("rollups"))
    assert told("AVR005", third, first, second) == [
        "/fields/3: `cubes` was added after release 1 and has no default",
        "/fields/4: `rollups` was added after release 1 and has no default",
    ]


def test_a_renamed_field_was_not_added_nor_are_those_of_a_new_record() -> None:
    inner = {"type": "record", "name": "Row", "doc": "A row.", "fields": [plain("a")]}
    renamed = plain("row_count", aliases=["rows"])
    assert told("AVR005", order(renamed, optional("row", inner, "A row.")), order(plain())) == []


def test_a_date_cannot_have_a_number_as_its_default() -> None:
    assert told("AVR005", order(plain("ended_on", DATE, default=1))) == [
        "/fields/2: `ended_on` has a default without its logical type"
    ]
