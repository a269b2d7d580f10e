from metamodel.events._contract import DATE, TIMESTAMP
from tests.metamodel.events.planted import order, plain, told

MICROS = {"type": "long", "logicalType": "timestamp-micros"}


def test_another_unit_of_the_same_bytes_is_told() -> None:
    before, now = order(plain("at", TIMESTAMP)), order(plain("at", MICROS))
    assert told("AVR009", now, before) == [
        "/fields/2: `at` has another logical type than in release 1: timestamp-millis"
    ]
    assert told("AVR009", before, before) == []


def test_a_logical_type_that_came_later_is_told_too() -> None:
    assert told("AVR009", order(plain("on", DATE)), order(plain("on", "int"))) == [
        "/fields/2: `on` has another logical type than in release 1: none"
    ]
