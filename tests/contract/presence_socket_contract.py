"""What every socket of presence does, whatever it is made of; the client is not ours."""

import json
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.contract.presence_server import ORIGIN, PresenceServer, presence_server
from tests.eventually import eventually

WAIT_S = 20.0


class PresenceSocketContract:
    """Inherited by one test class for each socket."""

    fast: ClassVar[bool]

    @pytest.fixture(scope="class")
    @classmethod
    def served(cls) -> Iterator[PresenceServer]:
        with presence_server(fast=cls.fast) as server:
            yield server

    @pytest.fixture
    def one(self, served: PresenceServer) -> Iterator[ClientConnection]:
        """Anna, welcomed."""
        with opened(served, "anna") as connection:
            assert heard(connection)["op"] == "WELCOME"
            yield connection

    def test_a_ticket_opens_a_connection_and_the_protocol_is_chosen(
        self, served: PresenceServer, one: ClientConnection
    ) -> None:
        assert one.subprotocol == "rampart.presence.v1"

    def test_two_see_each_other(self, served: PresenceServer, one: ClientConnection) -> None:
        say(one, op="SUB", room="order/1")
        until(one, "DIFF", lambda found: joined(found) == ["anna"])
        with opened(served, "ben") as other:
            say(other, op="SUB", room="order/1")
            until(one, "DIFF", lambda found: joined(found) == ["ben"])
            say(other, op="FOCUS", room="order/1", row="1", field="status")
            seen = until(one, "DIFF", lambda found: "active" in found)
            assert seen["active"] == [{"user": "ben", "row": "1", "field": "status"}]
            say(other, op="UNSUB", room="order/1")
            assert until(one, "DIFF", lambda found: "left" in found)["left"] == ["ben"]

    def test_a_broken_connection_resumes_where_it_was(self, served: PresenceServer) -> None:
        with opened(served, "cem") as first:
            resume = heard(first)["resume"]
            say(first, op="SUB", room="order/7")
            at = until(first, "SNAPSHOT")
            seen = until(first, "DIFF", lambda found: joined(found) == ["cem"])
            first.socket.close()
        with opened(served, "dora") as other:
            say(other, op="SUB", room="order/7")
            until(other, "DIFF", lambda found: joined(found) == ["dora"])
            with opened(served, "cem", resume) as again:
                say(again, op="SUB", room="order/7", seq=seen["seq"], epoch=at["epoch"])
                assert heard(again)["op"] == "WELCOME"
                missed = heard(again)
                assert (missed["op"], missed["seq"]) == ("DIFF", seen["seq"] + 1)
                assert joined(missed) == ["dora"]

    @pytest.mark.parametrize("origin", ["http://evil.example", "null", ORIGIN + "/", None])
    def test_pages_of_other_origins_are_refused_before_the_handshake(
        self, served: PresenceServer, origin: str | None
    ) -> None:
        assert refused(served, served.protocols("anna"), origin) == 403

    def test_without_the_protocol_nobody_is_let_in(self, served: PresenceServer) -> None:
        other = served.protocols("anna")[1:]
        assert refused(served, ["rampart.presence.v9", *other]) == (426 if self.fast else 403)

    def test_a_ticket_is_needed_and_is_good_once(self, served: PresenceServer) -> None:
        status = 401 if self.fast else 403
        offered = served.protocols("anna")
        with connecting(served, offered) as connection:
            assert heard(connection)["op"] == "WELCOME"
        assert refused(served, offered) == status
        assert refused(served, offered[:1]) == status
        assert refused(served, [offered[0], offered[1][:-3] + "AAA"]) == status

    @pytest.mark.parametrize(
        ("message", "code"),
        [
            ("{", 4400),
            ('{"op":"FLY"}', 4400),
            (b"\x00\x01", 4400),
            ('{"op":"HB","mode":"' + "x" * 20_000 + '"}', 1009),
        ],
    )
    def test_what_may_not_be_said_ends_it_with_its_code(
        self, one: ClientConnection, message: str | bytes, code: int
    ) -> None:
        one.send(message)
        assert ended(one) == code

    def test_fragments_make_one_message(self, one: ClientConnection) -> None:
        one.send(iter(['{"op":"SU', 'B","room":', '"order/2"}']))
        assert until(one, "SNAPSHOT")["room"] == "order/2"

    def test_pings_are_answered(self, one: ClientConnection) -> None:
        assert one.ping(b"there?").wait(WAIT_S)

    def test_whoever_closes_is_answered_and_forgotten(
        self, served: PresenceServer, one: ClientConnection
    ) -> None:
        before = served.inside(lambda: len(served.live.sessions))
        one.close(1000)
        eventually(
            lambda: served.inside(lambda: len(served.live.sessions)), lambda n: n < before, "gone"
        )
        assert one.close_code == 1000

    def test_a_text_of_any_language_comes_back_as_it_was(
        self, served: PresenceServer, one: ClientConnection
    ) -> None:
        row = "Ünïcödé ✓ 漢字 \U0001f600"
        say(one, op="SUB", room="order/3")
        say(one, op="FOCUS", room="order/3", row=row)
        seen = until(one, "DIFF", lambda found: "active" in found)
        assert seen["active"][0]["row"] == row

    def test_a_thousand_messages_in_one_breath_are_all_heard(
        self, served: PresenceServer, one: ClientConnection
    ) -> None:
        say(one, op="SUB", room="order/4")
        for number in range(1000):
            say(one, op="FOCUS", room="order/4", row=str(number))
        until(one, "DIFF", lambda found: found.get("active", [{}])[0].get("row") == "999")


def connecting(
    server: PresenceServer, offered: list[str], origin: str | None = ORIGIN
) -> ClientConnection:
    """Open a connection that offers these subprotocols."""
    return connect(
        server.url,
        subprotocols=[Subprotocol(item) for item in offered],
        origin=Origin(origin) if origin is not None else None,
        open_timeout=WAIT_S,
        close_timeout=WAIT_S,
        proxy=None,
    )


def opened(server: PresenceServer, user: str, resume: str = "") -> ClientConnection:
    """Somebody's connection."""
    return connecting(server, server.protocols(user, resume=resume))


def refused(server: PresenceServer, offered: list[str], origin: str | None = ORIGIN) -> int:
    """The status that says no."""
    with pytest.raises(InvalidStatus) as answer:
        connecting(server, offered, origin)
    return answer.value.response.status_code


def say(connection: ClientConnection, **message: Any) -> None:
    """Send one message."""
    connection.send(json.dumps(message))


def heard(connection: ClientConnection) -> dict[str, Any]:
    """The next message."""
    found: dict[str, Any] = json.loads(connection.recv(timeout=WAIT_S))
    return found


def until(connection: ClientConnection, op: str, enough: Any = lambda _: True) -> dict[str, Any]:
    """The first message of a kind that is as wanted."""
    while True:
        found = heard(connection)
        if found["op"] == op and enough(found):
            return found


def joined(message: dict[str, Any]) -> list[str]:
    """Who is new."""
    return [member["user"] for member in message.get("joined", ())]


def ended(connection: ClientConnection) -> int | None:
    """The code it was ended with."""
    try:
        while True:
            connection.recv(timeout=WAIT_S)
    except ConnectionClosed:
        return connection.close_code
