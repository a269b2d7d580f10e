from tests.metamodel.events.planted import order, plain, told


def state(*symbols: str, **more: str) -> dict[str, object]:
    kind = {"type": "enum", "name": "State", "doc": "A state.", "symbols": list(symbols), **more}
    return order(plain("state", kind))


def test_an_enum_begins_with_unknown_which_is_its_default() -> None:
    assert told("AVR006", state("UNKNOWN", "BUILT", default="UNKNOWN")) == []
    assert told("AVR006", state("BUILT", "UNKNOWN", default="UNKNOWN")) == [
        "/fields/2/type: `state` is an enum that does not begin with UNKNOWN"
    ]
    assert told("AVR006", state("UNKNOWN", "BUILT")) == [
        "/fields/2/type: `state` is an enum whose default is not UNKNOWN"
    ]
