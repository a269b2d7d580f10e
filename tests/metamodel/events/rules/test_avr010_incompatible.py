from metamodel.events._contract import Compatibility
from tests.metamodel.events.planted import order, plain, subject, told, told_of

BEFORE = order(plain("rows", "int"))
WIDER = order(plain("rows", "long"))


def test_what_an_older_reader_cannot_read_is_told_with_the_release() -> None:
    assert told("AVR010", WIDER, BEFORE) == [
        ": `rows` is not read by release 1: it is int, and what is read is long"
    ]


def test_only_what_the_topic_asks_for_is_told() -> None:
    assert told_of("AVR010", subject(WIDER, [BEFORE], Compatibility.BACKWARD_TRANSITIVE)) == []
    assert told_of("AVR010", subject(BEFORE, [WIDER], Compatibility.BACKWARD_TRANSITIVE)) == [
        ": `rows` does not read what release 1 writes: it is int, and what is read is long"
    ]
