"""Frames that must end a connection, and with which code on which socket."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tests.contract.presence_frames import BINARY, CLOSE, PING, PONG, TEXT, client_frame

MOST: Final = 16_384
SUB: Final = b'{"op":"SUB","room":"order/1"}'
WRONG, NOT_UTF8, TOO_BIG, BAD = 1002, 1007, 1009, 4400
NEVER_SENT: Final = (0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535)
GOOD: Final = (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 3000, 3999, 4000, 4999)

KIND_FIRST = "ours says of binary at once that messages are text, and not that a part is amiss"
JSON_FIRST = "ours reads JSON from bytes: what is no UTF-8 outside a string is first no JSON"
SHORT_LENGTHS = "ours reads no length of 8 bytes: what needs one is too long anyway"
FAREWELL_AMID_PARTS = "the library takes a message that is never ended for a fault"
EMPTY_FAREWELL = "ours says 1000 to a CLOSE without a code; the library answers with none either"


@dataclass(frozen=True)
class Case:
    """What is said, each part in a write of its own, and the code it is answered with.

    `asgi` is the code of the socket on ASGI, whose frames uvicorn reads; None: none in it.
    """

    name: str
    said: tuple[bytes, ...]
    code: int
    asgi: int | None
    why: str = ""

    def __str__(self) -> str:
        return self.name

    def expected(self, *, fast: bool) -> int | None:
        """On one of the two."""
        return self.code if fast else self.asgi


def case(name: str, code: int, *said: bytes) -> Case:
    """One that both sockets end alike."""
    return Case(name, said, code, code)


def close(code: int, reason: bytes = b"") -> bytes:
    """A CLOSE from a client."""
    return client_frame(CLOSE, code.to_bytes(2, "big") + reason)


def frame_faults() -> Iterator[Case]:
    """What the first bytes of a frame may not say."""
    for bits, name in ((0x40, "first"), (0x20, "second"), (0x10, "third")):
        for first, kind in ((TEXT, "a text"), (PING, "a ping"), (CLOSE, "a CLOSE")):
            yield case(f"the {name} reserved bit on {kind}", WRONG, client_frame(first | bits, b""))
    for opcode in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15):
        yield case(f"opcode {opcode}", WRONG, client_frame(0x80 | opcode, b""))
    for first, kind in ((PING, "ping"), (PONG, "pong"), (CLOSE, "CLOSE")):
        yield case(f"a {kind} in parts", WRONG, client_frame(first & 0x7F, b"\x03\xe8"))
        long = b"\x03\xe8" + b"x" * 124
        yield case(f"a {kind} of 126 bytes", WRONG, client_frame(first, long))
    for first, kind in ((TEXT, "text"), (PING, "ping"), (CLOSE, "CLOSE")):
        yield case(f"a {kind} that is not masked", WRONG, bytes((first, 2)) + b"{}")


def part_faults() -> Iterator[Case]:
    """What may not come between the parts of a message, or without them."""
    part = client_frame(0x01, b'{"op":')
    yield case("the last part of nothing", WRONG, client_frame(0x80, b"x"))
    yield case("a middle part of nothing", WRONG, client_frame(0x00, b"x"))
    whole = (client_frame(0x01, b'{"op":'), client_frame(0x80, b'"HB"}'))
    yield case("a part after the last one", WRONG, *whole, client_frame(0x80, b"x"))
    yield case("a whole text amid the parts of one", WRONG, part, client_frame(TEXT, b"{}"))
    yield case("the first part of another text", WRONG, part, client_frame(0x01, b"{}"))
    amid = (part, client_frame(BINARY, b"x"))
    yield Case("a binary message amid the parts of a text", amid, BAD, WRONG, KIND_FIRST)
    yield case("a binary message", BAD, client_frame(BINARY, b"x"))
    yield case("an empty one", BAD, client_frame(BINARY, b""))
    parts = (client_frame(0x02, b"x"), client_frame(0x80, b"x"))
    yield case("a binary message in parts", BAD, *parts)


def length_faults() -> Iterator[Case]:
    """Messages that are too long, said at once or bit by bit."""
    yield case("one byte too many", TOO_BIG, client_frame(TEXT, b" " * (MOST + 1)))
    for size in (MOST + 1, 65_535):
        head = bytes((TEXT, 0xFE)) + size.to_bytes(2, "big")
        yield case(f"only the head of {size} bytes", TOO_BIG, head)
    for size in (65_536, 2**31, 2**63 - 1, 2**63, 2**64 - 1):
        head = bytes((TEXT, 0xFF)) + size.to_bytes(8, "big")
        yield case(f"only the head of {size} bytes", TOO_BIG, head)
    small = bytes((TEXT, 0xFF)) + (2).to_bytes(8, "big") + bytes(4) + b"{}"
    yield Case("2 bytes with a length of 8 bytes", (small,), TOO_BIG, BAD, SHORT_LENGTHS)
    halves = (client_frame(0x01, b" " * 9000), client_frame(0x00, b" " * 9000))
    yield case("two parts that are too long together", TOO_BIG, *halves)
    many = [client_frame(0x00, b" " * 1000)] * 17
    yield case("many small parts that are", TOO_BIG, client_frame(0x01, b" "), *many)


def text_faults() -> Iterator[Case]:
    """Texts that are no UTF-8, no JSON, or no message of this protocol."""
    room = b'{"op":"SUB","room":"order/%s"}'
    for name, wrong in {
        "a byte that begins nothing": b"\xff",
        "half a character": b"\xc3",
        "an overlong slash": b"\xc0\xaf",
        "an overlong NUL": b"\xe0\x80\x80",
        "half of a surrogate pair": b"\xed\xa0\x80",
        "a surrogate pair": b"\xed\xa0\xbd\xed\xb8\x80",
        "more than Unicode has": b"\xf4\x90\x80\x80",
    }.items():
        text = room % wrong
        yield case(name, NOT_UTF8, client_frame(TEXT, text))
        at = text.index(wrong) + 1
        parts = (client_frame(0x01, text[:at]), client_frame(0x80, text[at:]))
        yield case(f"{name}, in parts", NOT_UTF8, *parts)
    yield case("a key that is no UTF-8", NOT_UTF8, client_frame(TEXT, b'{"op":"HB","\xff":1}'))
    yield Case("no UTF-8", (client_frame(TEXT, b"\xff"),), BAD, NOT_UTF8, JSON_FIRST)
    ends_early = (client_frame(TEXT, b'{"op":"HB"}\xc3'),)
    yield Case("half a character at the end", ends_early, BAD, NOT_UTF8, JSON_FIRST)
    for name, text in {
        "an empty text": b"",
        "no JSON": b"{",
        "no object": b"[]",
        "no verb": b'{"op":"FLY"}',
        "half of an escaped surrogate pair": b'{"op":"SUB","room":"\\ud800"}',
        "a field that is not known": b'{"op":"HB","x":1}',
        "a field with a long name that is not known": b'{"op":"HB","%s":1}' % (b"x" * 500),
        "a verb with a long name": b'{"op":"%s"}' % (b"x" * 5000),
        "a long mode of many bytes a character": (
            '{"op":"HB","mode":"' + "漢" * 90 + '"}'
        ).encode(),
        "lists in lists in lists": b'{"x":' + b"[" * 7000 + b"]" * 7000 + b',"op":"HB"}',
    }.items():
        yield case(name, BAD, client_frame(TEXT, text))


def farewells() -> Iterator[Case]:
    """What a CLOSE of the client is answered with."""
    empty = (client_frame(CLOSE, b""),)
    yield Case("a CLOSE without a code", empty, 1000, None, EMPTY_FAREWELL)
    yield case("a CLOSE with half a code", WRONG, client_frame(CLOSE, b"\x03"))
    for code in NEVER_SENT:
        yield case(f"a CLOSE with {code}", WRONG, close(code))
    for code in GOOD:
        yield case(f"a CLOSE with {code}", code, close(code))
    yield case("a CLOSE with a reason", 1001, close(1001, "tschüß".encode()))
    yield case("a CLOSE with the longest reason", 1000, close(1000, b"x" * 123))
    yield case("a CLOSE whose reason is no UTF-8", NOT_UTF8, close(1000, b"\xff"))
    amid = (client_frame(0x01, b"{"), close(1000))
    yield Case("a CLOSE amid the parts of a text", amid, 1000, WRONG, FAREWELL_AMID_PARTS)
    yield case("a CLOSE with more after it", 1000, close(1000) + client_frame(TEXT, b"{"))


CASES: Final = (
    *frame_faults(),
    *part_faults(),
    *length_faults(),
    *text_faults(),
    *farewells(),
)
