"""Openings of a WebSocket that are wrong, and those that only look unusual, on both sockets."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import pytest

from tests.contract.presence_frames import ACCEPT, KEY, accept_of, opening
from tests.contract.presence_raw_client import RawClient
from tests.contract.presence_server import ORIGIN, PresenceServer, presence_server
from tests.eventually import eventually

Change = Callable[[bytes], bytes]

NO_WORDS = "before it has accepted, ASGI has one refusal: 403"
NO_UPGRADE = "uvicorn takes what asks for no WebSocket for HTTP, and there is no such page"
OWN_STATUS = "the library says 400 of any version but 13"
UNANSWERED = "uvicorn lets whoever sends this wait, for ever"
LENIENT = f"ours reads no body: what follows the head are frames; {UNANSWERED}"


@dataclass(frozen=True)
class Case:
    """How a good opening is changed, and the status that it gets: of ours, and on ASGI.

    None: nobody can wait for what uvicorn answers.
    """

    name: str
    change: Change
    status: int
    asgi: int | None
    why: str = ""

    def __str__(self) -> str:
        return self.name


def field(name: str, value: str | None, instead: str = "") -> Change:
    """Another value of a field, or none of it."""

    def changed(head: bytes) -> bytes:
        lines = head.split(b"\r\n")
        at = next(n for n, line in enumerate(lines) if line.startswith(f"{name}:".encode()))
        lines[at : at + 1] = [] if value is None else [f"{instead or name}: {value}".encode()]
        return b"\r\n".join(lines)

    return changed


def more(text: str) -> Change:
    """One field more."""
    return lambda head: head[:-2] + text.encode() + b"\r\n\r\n"


def first_line(line: bytes) -> Change:
    return lambda head: line + head[head.index(b"\r\n") :]


def lowered(head: bytes) -> bytes:
    """Names of fields in small letters."""
    first, *lines = head.split(b"\r\n")
    fields = [name.lower() + colon + value for name, colon, value in map(_parted, lines)]
    return b"\r\n".join([first, *fields])


def _parted(line: bytes) -> tuple[bytes, bytes, bytes]:
    return line.partition(b":")


def refusals() -> Iterator[Case]:
    key, version = "Sec-WebSocket-Key", "Sec-WebSocket-Version"
    yield Case("no key", field(key, None), 400, 400)
    yield Case("an empty key", field(key, ""), 400, 400)
    yield Case("a key that is no base64", field(key, "?" * 24), 400, 400)
    yield Case("a key of 15 bytes", field(key, "A" * 20), 400, 400)
    yield Case("two keys", more(f"{key}: {KEY}"), 400, 400)
    yield Case("version 8", field(version, "8"), 426, 400, OWN_STATUS)
    yield Case("no version", field(version, None), 426, 400, OWN_STATUS)
    yield Case("no Upgrade", field("Upgrade", None), 426, 405, NO_UPGRADE)
    yield Case("an Upgrade to something else", field("Upgrade", "h2c"), 426, 405, NO_UPGRADE)
    yield Case("no Connection", field("Connection", None), 400, 405, NO_UPGRADE)
    yield Case("a Connection that stays", field("Connection", "close"), 400, 405, NO_UPGRADE)
    yield Case("another origin", field("Origin", "http://evil.example"), 403, 403)
    yield Case("no origin", field("Origin", None), 403, 403)
    protocols = "Sec-WebSocket-Protocol"
    yield Case("no subprotocol", field(protocols, None), 426, 403, NO_WORDS)
    yield Case("another one", field(protocols, "chat"), 426, 403, NO_WORDS)
    no_ticket = field(protocols, "rampart.presence.v1")
    yield Case("no ticket", no_ticket, 401, 403, NO_WORDS)
    forged = field(protocols, "rampart.presence.v1, ticket.AAAA")
    yield Case("a forged ticket", forged, 401, 403, NO_WORDS)
    yield Case("a long head", more("X: " + "x" * 9000), 431, None, UNANSWERED)


def oddities() -> Iterator[Case]:
    yield Case("fields in small letters", lowered, 101, 101)
    yield Case("Upgrade in other letters", field("Upgrade", "WebSocket"), 101, 101)
    yield Case("a longer Connection", field("Connection", "keep-alive, Upgrade"), 101, 101)
    yield Case("a query", first_line(b"GET /ws/presence?x=%20&y HTTP/1.1"), 101, 101)
    yield Case("no space after colons", lambda head: head.replace(b": ", b":"), 101, 101)
    folded = field("Sec-WebSocket-Version", "  13  ")
    yield Case("spaces around a value", folded, 101, 101)
    extension = more("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits")
    yield Case("an extension", extension, 101, 101)
    yield Case("no Host", field("Host", None), 101, 101)
    yield Case("bytes of Latin-1", lambda head: head[:-2] + b"X: \xe9\r\n\r\n", 101, 101)
    body = more("Content-Length: 5")
    yield Case("a body", lambda head: body(head) + b"hello", 101, None, LENIENT)
    yield Case("HTTP/1.0", first_line(b"GET /ws/presence HTTP/1.0"), 101, 101)


CASES: Final = (*refusals(), *oddities())


def good(served: PresenceServer) -> bytes:
    """An opening that is accepted."""
    return opening(served.protocols("raw"), Origin=ORIGIN)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_opening_is_answered_with_the_status_of_what_is_wrong_with_it(
    served: PresenceServer, fast: bool, case: Case
) -> None:
    status = case.status if fast else case.asgi
    if status is None:
        return
    with RawClient(served.port) as client:
        client.send(case.change(good(served)))
        head = client.head()
        assert int(head.split()[1]) == status
        assert b"extensions" not in head.lower()
        if status != 101 and fast:
            client.rest()  # it is closed: nobody waits for a second try


def test_where_the_two_sockets_differ_the_table_says_why() -> None:
    assert [case.name for case in CASES if (case.status != case.asgi) != bool(case.why)] == []


@pytest.mark.parametrize("key", [KEY, "AAAAAAAAAAAAAAAAAAAAAA==", "/////////////////////w=="])
def test_the_answer_proves_that_the_key_was_read(served: PresenceServer, key: str) -> None:
    with RawClient(served.port) as client:
        client.send(field("Sec-WebSocket-Key", key)(good(served)))
        fields = dict(line.lower().split(b": ") for line in client.head().splitlines()[1:])
    assert fields[b"sec-websocket-accept"] == accept_of(key).lower()
    assert fields[b"sec-websocket-protocol"] == b"rampart.presence.v1"
    assert (fields[b"upgrade"], fields[b"connection"]) == (b"websocket", b"upgrade")


def test_the_answer_to_the_key_of_the_rfc_is_the_rfcs() -> None:
    assert accept_of(KEY) == ACCEPT


@pytest.mark.parametrize("version", ["8", "14", "13, 8", None])
def test_whoever_speaks_another_version_is_told_which_one_is_spoken(
    served: PresenceServer, version: str | None, fast: bool
) -> None:
    with RawClient(served.port) as client:
        client.send(field("Sec-WebSocket-Version", version)(good(served)))
        head = client.head().lower()
    assert head.startswith(b"http/1.1 426 " if fast else b"http/1.1 400 ")
    assert (b"sec-websocket-version: 13" in head) == fast


def test_a_head_is_too_long_however_it_is_cut(served: PresenceServer, fast: bool) -> None:
    if not fast:
        return  # uvicorn lets it wait
    head = more("X: " + "x" * 9000)(good(served))
    for parts in ((head,), (head[:8000], head[8000:]), (head[:-1], head[-1:])):
        with RawClient(served.port) as client:
            client.send(*parts)
            assert client.head().startswith(b"HTTP/1.1 431 ")


def test_an_opening_that_comes_byte_by_byte_is_read(served: PresenceServer) -> None:
    head = good(served)
    with RawClient(served.port) as client:
        client.send(*(head[at : at + 1] for at in range(len(head))))
        assert client.head().startswith(b"HTTP/1.1 101 ")
        assert client.until("WELCOME")["limits"]["frame_bytes"] == 16_384


def test_a_ticket_that_opened_one_connection_opens_no_second(
    served: PresenceServer, fast: bool
) -> None:
    head = good(served)
    with RawClient(served.port) as first, RawClient(served.port) as second:
        first.opened(head)
        second.send(head)
        assert int(second.head().split()[1]) == (401 if fast else 403)
        first.say("SUB", room="order/1")
        assert first.until("SNAPSHOT")["room"] == "order/1"


def test_what_is_refused_leaves_nothing_behind(served: PresenceServer) -> None:
    def left() -> tuple[int, int]:
        live = served.live
        found: tuple[int, int] = served.inside(lambda: (len(live.sessions), len(live.handshakes)))
        return found

    eventually(left, (0, 0).__eq__, "what tests before this one opened is gone")
    for case in refusals():
        with RawClient(served.port) as client:
            client.send(case.change(good(served)))
            if case.asgi is not None:
                client.head()
    eventually(left, (0, 0).__eq__, "no session and no opening")


def test_while_the_instance_ends_nobody_is_let_in(fast: bool) -> None:
    with presence_server(fast=fast) as served, RawClient(served.port) as client:
        served.inside(served.live.drain)
        client.send(good(served))
        assert int(client.head().split()[1]) == (503 if fast else 403)
