"""The opening handshake, without a socket."""

import pytest

from presence_api.live import handshake
from presence_api.live.handshake import NO_TICKET, WRONG_ORIGIN, WRONG_PROTOCOL, Door
from presence_api.live.rooms.person import Person
from presence_api.live.tickets import PREFIX, Admission, Tickets
from tests.fakes.clock import FakeClock

ANNA = Admission(Person("anna", "Anna", "acme"), 5.0)
GOOD = {
    b"upgrade": b"WebSocket",
    b"connection": b"keep-alive, Upgrade",
    b"sec-websocket-version": b"13",
    b"sec-websocket-key": b"dGhlIHNhbXBsZSBub25jZQ==",
}


def test_the_answer_is_that_of_the_rfcs_example() -> None:
    assert b"sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" in handshake.accepted(GOOD)


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        (b"upgrade", b"h2c", 426),
        (b"connection", b"close", 400),
        (b"sec-websocket-version", b"8", 426),
        (b"sec-websocket-key", b"short", 400),
        (b"sec-websocket-key", b"!!!!", 400),
    ],
)
def test_what_is_no_opening_is_refused(field: bytes, value: bytes, status: int) -> None:
    fault = handshake.upgrade_fault({**GOOD, field: value})
    assert fault is not None
    assert fault[0] == status
    text = handshake.refusal(*fault)
    assert text.startswith(b"HTTP/1.1 %d " % status)
    assert (b"sec-websocket-version: 13" in text) == (status == 426)


def test_a_good_one_is_not() -> None:
    assert handshake.upgrade_fault(GOOD) is None


def test_fields_are_found_whatever_their_case_and_joined_if_they_come_twice() -> None:
    head = b"GET / HTTP/1.1\r\nHOST: a\r\nsec-WebSocket-protocol:a\r\nSec-Websocket-Protocol: b"
    assert handshake.parse_head(head) == {b"host": b"a", b"sec-websocket-protocol": b"a, b"}


def test_origin_comes_before_protocol_and_protocol_before_ticket() -> None:
    tickets = Tickets(b"k" * 32, FakeClock())
    door = Door({"http://app"}, tickets)
    ticket = PREFIX + tickets.issue(ANNA)
    good = ["rampart.presence.v1", ticket]
    assert door.admit("http://evil", good) is WRONG_ORIGIN
    assert door.admit("", good) is WRONG_ORIGIN
    assert door.admit("http://app", [ticket]) is WRONG_PROTOCOL
    assert door.admit("http://app", good[:1]) is NO_TICKET
    assert door.admit("http://app", ["rampart.presence.v1", " " + ticket]) == ANNA
    assert door.admit("http://app", good) is NO_TICKET
