"""Floods of connections, half-open ones and slow openings: nobody else misses anything."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Final

import pytest

from tests.contract.presence_raw_client import RawClient
from tests.eventually import eventually
from tests.faults.presence.crowded_room import CrowdedRoom
from tests.faults.presence.ground import OFTEN, Instance, memory_bytes, presence_alone

pytestmark = pytest.mark.faults

PER_ADDRESS, PER_USER = 64, 32
TOO_MANY: Final = 400
SILENT: Final = 600
MOST_GROWTH_BYTES: Final = 32 << 20
FLOODER, FLOODERS = "127.0.0.2", [f"127.0.1.{number}" for number in range(1, 200)]
SHOWN_OUT_S: Final = 40  # far beyond the ten seconds that an opening may take
SETTINGS: Final = OFTEN | {
    "RAMPART_PRESENCE_CONNECTIONS_PER_ADDRESS": str(PER_ADDRESS),
    "RAMPART_PRESENCE_CONNECTIONS_PER_USER": str(PER_USER),
}


@pytest.fixture(scope="module")
def instance() -> Iterator[Instance]:
    with presence_alone("flood", SETTINGS) as (_, found):
        yield found


@pytest.fixture
def room(instance: Instance) -> Iterator[CrowdedRoom]:
    """Five people who speak all the while, and afterwards have missed nothing."""
    with ExitStack() as until:
        found = CrowdedRoom(instance, 5).kept_open(until)
        found.speak()
        yield found
        for _ in range(10):
            found.speak()
        assert found.faults == []
        assert found.rounds > 20


@pytest.fixture
def nothing_left(instance: Instance, room: CrowdedRoom) -> Iterator[None]:
    """After the test the process has as many files open as before, and no more memory by far."""
    room.speak()
    files, memory = instance.open_files, instance.memory_bytes
    yield
    eventually(lambda: instance.open_files, files.__eq__, f"{files} open files, as before")
    assert instance.memory_bytes - memory < MOST_GROWTH_BYTES


def test_whoever_opens_too_many_from_one_address_is_refused_and_the_others_hear_everything(
    instance: Instance, room: CrowdedRoom, nothing_left: None
) -> None:
    with ExitStack() as flood:
        opened = []
        for number in range(PER_ADDRESS + TOO_MANY):
            opened.append(flood.enter_context(instance.client(f"flooder{number}", FLOODER)))
            if number % 20 == 0:
                room.speak()
        for one in opened[:PER_ADDRESS]:
            assert next(one.messages())["op"] == "WELCOME"
        assert {one.code() for one in opened[PER_ADDRESS:]} == {4429}
        assert instance.client("guest").until("WELCOME")  # from another address nobody is refused


def test_whoever_has_too_many_connections_is_refused_from_any_address(
    instance: Instance, room: CrowdedRoom, nothing_left: None
) -> None:
    with ExitStack() as flood:
        opened = []
        for address in FLOODERS:
            opened.append(flood.enter_context(instance.client("many", address)))
            room.speak()
        for one in opened[:PER_USER]:
            assert next(one.messages())["op"] == "WELCOME"
        assert {one.code() for one in opened[PER_USER:]} == {4429}


def test_once_the_flood_is_over_its_address_is_let_in_again(instance: Instance) -> None:
    def again() -> str:
        with instance.client("late", FLOODER) as one:
            return str(next(one.messages(), {"op": "refused"})["op"])

    eventually(again, "WELCOME".__eq__, "it is welcome")


SAID: Final = {
    "nothing": b"",
    "one byte": b"G",
    "half a path": b"GET /ws/pres",
    "half a head": b"GET /ws/presence HTTP/1.1\r\nHost: x\r\nUpgrade: webs",
    "half a request for a ticket": b"POST /api/v1/ws/ticket HTTP/1.1\r\nHost: x\r\nX: ",
    "half a body": b"POST /api/v1/ws/ticket HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{",
}


@pytest.mark.parametrize("said", SAID.values(), ids=SAID)
def test_whoever_begins_and_says_no_more_is_shown_out_and_the_others_hear_everything(
    instance: Instance, room: CrowdedRoom, nothing_left: None, said: bytes
) -> None:
    with ExitStack() as flood:
        opened = []
        for number in range(SILENT):
            opened.append(flood.enter_context(RawClient(instance.port, FLOODER)))
            opened[-1].send(said)
            if number % 30 == 0:
                room.speak()

        def left() -> int:
            room.speak()
            return sum(not is_over(one) for one in opened)

        eventually(left, (0).__eq__, "all were shown out", timeout_s=SHOWN_OUT_S)


def test_whoever_sends_a_head_bit_by_bit_is_shown_out_too(
    instance: Instance, room: CrowdedRoom, nothing_left: None
) -> None:
    with RawClient(instance.port, FLOODER) as slow:
        slow.send(b"GET /ws/presence HTTP/1.1\r\n")

        def ended() -> bool:
            room.speak()
            if not is_over(slow):
                slow.send(b"X: y\r\n")
            return is_over(slow)

        eventually(ended, bool, "it was shown out", timeout_s=SHOWN_OUT_S)


def is_over(client: RawClient) -> bool:
    """Has the service ended this connection? Looks, and does not wait."""
    client.socket.setblocking(False)
    try:
        while client.socket.recv(4096):
            pass
    except BlockingIOError:
        return False
    except ConnectionResetError:
        return True
    finally:
        client.socket.setblocking(True)
    return True


def test_canary_files_and_memory_that_are_kept_are_seen(instance: Instance) -> None:
    eventually(lambda: instance.connections, (0).__eq__, "what the test before opened is closed")
    files = instance.open_files
    with ExitStack() as kept:
        for number in range(20):
            kept.enter_context(instance.client(f"kept{number}")).until("WELCOME")
        assert instance.open_files == files + 20
    ours = memory_bytes(os.getpid())
    hoard = b"x" * (2 * MOST_GROWTH_BYTES)
    assert memory_bytes(os.getpid()) - ours > MOST_GROWTH_BYTES
    del hoard
