"""RFC 6455 after the handshake, on both sockets, in bytes that no library wrote."""

import json
import random
import socket
from collections.abc import Callable
from logging import ERROR

import pytest

from presence_api.live.session import Session
from tests.contract.presence_frames import PING, PONG, TEXT, client_frame
from tests.contract.presence_raw_client import NoFarewell, RawClient
from tests.contract.presence_server import PresenceServer
from tests.eventually import eventually
from tests.presence_api.live.conformance.frame_cases import CASES, MOST, SUB, Case, close

Connect = Callable[..., RawClient]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_no_frame_of_a_client_ends_the_connection_with_its_code(
    connect: Connect, fast: bool, case: Case
) -> None:
    client = connect()
    client.send(*case.said)
    assert client.code() == case.expected(fast=fast)


def test_where_the_two_sockets_differ_the_table_says_why() -> None:
    assert [case.name for case in CASES if (case.code != case.asgi) != bool(case.why)] == []
    assert len({case.name for case in CASES}) == len(CASES)


def test_canary_an_answer_that_is_no_farewell_is_found_out(connect: Connect) -> None:
    client = connect()
    client.say("SUB", room="order/1")
    client.until("SNAPSHOT")
    client.socket.shutdown(socket.SHUT_WR)  # it will say nothing more
    with pytest.raises(NoFarewell):
        client.code()


@pytest.mark.parametrize("said", [b"", b"there?", bytes(range(125))])
def test_a_ping_is_answered_with_what_it_carries(connect: Connect, said: bytes) -> None:
    client = connect()
    client.send(client_frame(PING, said))
    assert client.pongs(1) == [said]


def test_pings_of_one_packet_are_answered_in_their_order(connect: Connect) -> None:
    client = connect()
    said = [str(number).encode() for number in range(100)]
    client.send(b"".join(client_frame(PING, one) for one in said))
    assert client.pongs(100) == said


def test_a_pong_that_nobody_asked_for_changes_nothing(connect: Connect) -> None:
    client = connect()
    client.send(client_frame(PONG, b""), client_frame(PONG, b"never asked"))
    client.say("SUB", room="order/1")
    assert client.until("SNAPSHOT")["room"] == "order/1"


def test_between_the_parts_of_a_message_pings_are_answered(connect: Connect) -> None:
    client = connect()
    client.send(
        client_frame(0x01, SUB[:5]),
        client_frame(PING, b"one"),
        client_frame(0x00, SUB[5:9]),
        client_frame(PONG, b""),
        client_frame(PING, b"two"),
        client_frame(0x80, SUB[9:]),
    )
    assert client.pongs(2) == [b"one", b"two"]
    assert client.until("SNAPSHOT")["room"] == "order/1"


def test_parts_may_be_empty_and_cut_a_character(connect: Connect) -> None:
    client = connect()
    client.say("SUB", room="order/2")
    row = "漢字 \U0001f600"
    text = json.dumps({"op": "FOCUS", "room": "order/2", "row": row}, ensure_ascii=False).encode()
    parts = [client_frame(0x00, text[at : at + 1]) for at in range(len(text))]
    client.send(client_frame(0x01, b""), *parts, client_frame(0x80, b""))
    while "active" not in (told := client.until("DIFF")):
        pass
    assert told["active"][0]["row"] == row


def test_frames_that_come_byte_by_byte_are_read(connect: Connect) -> None:
    client = connect()
    said = client_frame(TEXT, SUB) + client_frame(PING, b"p")
    client.send(*(said[at : at + 1] for at in range(len(said))))
    seen = set()  # which of the two is first, is the server's affair
    for first, payload in client.frames():
        seen.add("pong" if first == PONG else json.loads(payload)["op"])
        if {"pong", "SNAPSHOT"} <= seen:
            return
    raise AssertionError(f"ended after {seen}")


def test_many_frames_of_one_packet_are_all_read(connect: Connect) -> None:
    client = connect()
    focus = '{"op":"FOCUS","room":"order/1","row":"%d"}'
    texts = [SUB, *((focus % number).encode() for number in range(500))]
    client.send(b"".join(client_frame(TEXT, text) for text in texts))
    while client.until("DIFF").get("active", [{}])[0].get("row") != "499":
        pass


def test_the_longest_message_that_is_allowed_is_read(connect: Connect) -> None:
    client = connect()
    client.send(client_frame(TEXT, SUB.ljust(MOST)))
    assert client.until("SNAPSHOT")["room"] == "order/1"


def test_a_length_with_more_bytes_than_it_needs_is_read(connect: Connect) -> None:
    client = connect()
    client.send(bytes((TEXT, 0xFE)) + len(SUB).to_bytes(2, "big") + bytes(4) + SUB)
    assert client.until("SNAPSHOT")["room"] == "order/1"


def test_after_a_farewell_the_server_closes_the_connection(connect: Connect) -> None:
    client = connect()
    client.send(close(1000))
    assert client.code() == 1000
    assert client.rest() == b""


def test_who_answers_the_servers_farewell_is_let_go_at_once(
    connect: Connect, served: PresenceServer
) -> None:
    client = connect()
    client.send(client_frame(TEXT, b"{"))
    assert client.code() == 4400
    client.send(client_frame(TEXT, b'{"op":"HB"}'), close(4400))
    assert client.rest() == b""


@pytest.mark.parametrize("seed", range(20))
def test_whatever_bytes_one_sends_the_next_one_is_served(connect: Connect, seed: int) -> None:
    chance = random.Random(seed)
    said = b""
    for _ in range(chance.randrange(1, 5)):
        first, size = chance.choice([TEXT, 0x01, 0x80, PING, PONG]), chance.randrange(200)
        said += client_frame(first, chance.randbytes(size))
    client = connect("random", "globex")
    client.send(said + chance.randbytes(chance.randrange(1, 2000)))
    client.socket.close()
    other = connect()
    other.say("SUB", room="order/1")
    assert other.until("SNAPSHOT")["room"] == "order/1"


def test_canary_an_error_of_the_server_is_seen(
    connect: Connect, fast: bool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("order/1")

    client = connect()
    monkeypatch.setattr(Session, "enter", broken)
    client.say("SUB", room="order/1")
    if not fast:
        assert client.code() == 4500  # Litestar tells it so, and nobody else
        return
    eventually(lambda: [one for one in caplog.records if one.levelno >= ERROR], bool, "an error")
    caplog.clear()
