"""Peers that never read: put out with 4008, while the others hear everything."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Final

import pytest

from tests.contract.presence_frames import CLOSE, client_frame
from tests.contract.presence_raw_client import NoFarewell, RawClient
from tests.eventually import eventually
from tests.faults.presence.crowded_room import LONG, ROOM, CrowdedRoom
from tests.faults.presence.ground import OFTEN, Instance, presence_alone

pytestmark = pytest.mark.faults

STALLED, SPEAKERS = 20, 20
SMALL_WINDOW: Final = 4096
BUFFER_BYTES: Final = 256 << 10  # unsent, of one peer, until it is behind
MOST_GROWTH_BYTES: Final = STALLED * 2 * BUFFER_BYTES + (16 << 20)
LET_GO_S: Final = 30  # far beyond the second that a farewell may take, and the five of the slow
ADDRESS: Final = "127.0.0.3"


@pytest.fixture(scope="module")
def instance() -> Iterator[Instance]:
    with presence_alone("stalled", OFTEN) as (_, found):
        yield found


def test_peers_that_never_read_are_put_out_and_the_others_hear_everything(
    instance: Instance,
) -> None:
    with ExitStack() as until:
        room = CrowdedRoom(instance, SPEAKERS, LONG).kept_open(until)
        room.speak()
        files, memory = instance.open_files, instance.memory_bytes
        stalled = [
            until.enter_context(instance.client(f"stalled{number}", ADDRESS, SMALL_WINDOW))
            for number in range(STALLED)
        ]
        for one in stalled:
            one.say("SUB", room=ROOM)

        def put_out() -> float:
            room.speak()
            assert instance.memory_bytes - memory < MOST_GROWTH_BYTES
            return instance.figure("closed_total", code="4008")

        assert eventually(put_out, float(STALLED).__le__, "all of them are put out") == STALLED
        for _ in range(20):
            room.speak()
        assert room.faults == []
        eventually(lambda: instance.open_files, files.__eq__, "no connection of theirs is kept")
        assert instance.figure("behind_connections") == 0


def farewell(client: RawClient) -> None:
    client.send(client_frame(CLOSE, b"\x03\xe8"))


def end_of_file(client: RawClient) -> None:
    client.socket.shutdown(socket.SHUT_WR)


def wrong_frame(client: RawClient) -> None:
    client.send(client_frame(0x83, b""))


@pytest.mark.parametrize("last_word", [farewell, end_of_file, wrong_frame])
def test_those_that_end_it_themselves_and_never_read_the_answer_are_let_go_too(
    instance: Instance, last_word: Callable[[RawClient], None]
) -> None:
    with ExitStack() as until:
        room = CrowdedRoom(instance, SPEAKERS, LONG).kept_open(until)
        room.speak()
        files = instance.open_files
        stalled = [
            until.enter_context(instance.client(f"stalled{number}", ADDRESS, SMALL_WINDOW))
            for number in range(STALLED)
        ]
        for one in stalled:
            one.say("SUB", room=ROOM)

        def behind() -> float:
            room.speak()
            return instance.figure("behind_connections")

        eventually(behind, float(STALLED).__eq__, "all of them are behind")
        for one in stalled:
            last_word(one)
        eventually(
            lambda: instance.open_files,
            files.__eq__,
            "no connection of theirs is kept",
            timeout_s=LET_GO_S,
        )
        room.speak()
        assert room.faults == []


def test_one_that_reads_again_in_time_goes_on_with_the_room_as_it_is(instance: Instance) -> None:
    with ExitStack() as until:
        room = CrowdedRoom(instance, SPEAKERS, LONG).kept_open(until)
        late = until.enter_context(instance.client("late", ADDRESS, SMALL_WINDOW))
        late.say("SUB", room=ROOM)

        def behind() -> float:
            room.speak()
            return instance.figure("behind_connections")

        eventually(behind, (1.0).__eq__, "it is behind")
        newest = f"{room.rounds}{LONG}"
        for message in late.messages():
            active = message.get("active", ())
            if any(one.get("row") == newest for one in active):
                break
        else:
            raise NoFarewell("it was put out")
        late.say("HB")  # it lives
        room.speak()
        assert room.faults == []


def test_canary_one_that_reads_is_not_put_out(instance: Instance) -> None:
    before = instance.figure("closed_total", code="4008")
    with ExitStack() as until:
        room = CrowdedRoom(instance, SPEAKERS, LONG).kept_open(until)
        for _ in range(50):
            room.speak()
        assert room.faults == []
    assert instance.figure("closed_total", code="4008") == before
