from metamodel.events._contract import Compatibility
from tests.metamodel.events.planted import order, plain, subject, told, told_of

BEFORE = order(plain("rows", "int"))
WIDER = order(plain("rows", "long"))


def test_what_an_older_reader_cannot_read_is_told_with_the_release() -> None:
    (found,) = told("AVR010", WIDER, BEFORE)
    assert found.startswith(": `rows` release 1 does not read what it writes: ")


def test_only_what_the_topic_asks_for_is_told() -> None:
    backward = subject(WIDER, [BEFORE], Compatibility.BACKWARD_TRANSITIVE)
    assert told_of("AVR010", backward) == []
    (found,) = told_of("AVR010", subject(BEFORE, [WIDER], Compatibility.BACKWARD_TRANSITIVE))
    assert "it does not read what release 1 writes" in found
