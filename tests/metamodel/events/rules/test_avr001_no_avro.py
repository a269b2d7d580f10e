import pytest

from tests.metamodel.events.planted import order, plain, told


def test_a_name_that_is_there_twice_is_told() -> None:
    (found,) = told("AVR001", order(plain(), plain()))
    assert found == ": the event is no Avro: Field name rows already in use."


def test_a_type_that_avro_does_not_have_is_told() -> None:
    (found,) = told("AVR001", order(plain(kind="text")))
    assert found.startswith(": the event is no Avro")


@pytest.mark.parametrize(
    ("kind", "default"), [(["null", "long"], 0), ("long", True), (["long", "null"], None)]
)
def test_a_default_of_a_later_type_is_told(kind: object, default: object) -> None:
    (found,) = told("AVR001", order(plain(kind=kind, default=default)))
    assert found.startswith("/fields/2: `rows` has a default that is no")


@pytest.mark.parametrize(
    ("kind", "default"),
    [("string", None), ({"type": "map", "values": "long"}, []), ({"type": "array"}, [])],
)
def test_a_default_that_no_parser_takes_is_told(kind: object, default: object) -> None:
    (found,) = told("AVR001", order(plain(kind=kind, default=default)))
    assert found.startswith(": the event is no Avro")


@pytest.mark.parametrize(
    ("kind", "default"),
    [(["null", "long"], None), ("boolean", True), ({"type": "array", "items": "string"}, [])],
)
def test_a_default_of_the_first_type_passes(kind: object, default: object) -> None:
    assert told("AVR001", order(plain(kind=kind, default=default))) == []
