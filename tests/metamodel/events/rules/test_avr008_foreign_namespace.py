from tests.metamodel.events.planted import order, plain, told


def test_an_event_is_called_as_its_channel() -> None:
    assert told("AVR008", order()) == []
    assert told("AVR008", {**order(), "name": "Sent"}) == [
        ": the event is not called `core.order.Shipped`"
    ]
    assert told("AVR008", {**order(), "namespace": "events"}) == [
        ": the event is not called `core.order.Shipped`"
    ]


def test_a_type_in_it_has_its_namespace() -> None:
    inner = {"type": "record", "name": "Row", "doc": "A row.", "fields": []}
    assert told("AVR008", order(plain("row", inner))) == []
    wrong = ["/fields/2/type: `row` has a type outside of `core.order`"]
    assert told("AVR008", order(plain("row", {**inner, "namespace": "other"}))) == wrong
    assert told("AVR008", order(plain("row", {**inner, "name": "other.Row"}))) == wrong
