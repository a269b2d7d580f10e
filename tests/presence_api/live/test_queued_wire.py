"""A wire that is awaited."""

import asyncio

from presence_api.live.closing import CloseCode
from presence_api.live.queued_wire import QueuedWire
from presence_api.live.rooms.frames import text_frame
from presence_api.live.rooms.person import Person
from presence_api.live.tickets import Admission
from tests.fakes.instance import Instance


def test_what_is_written_is_sent_in_order_and_then_the_end() -> None:
    sent: list[object] = []

    async def send(text: bytes) -> None:
        sent.append(text)

    async def close(code: CloseCode, reason: str) -> None:
        sent.append((code, reason))

    wire = QueuedWire(1000)
    wire.write(text_frame(b"1") + text_frame(b"2"))
    wire.end(CloseCode.SLOW, "why")
    asyncio.run(wire.pump(send, close))
    assert sent == [b"1", b"2", (CloseCode.SLOW, "why")]


def test_its_session_falls_behind_when_it_is_full_and_catches_up_when_it_is_not() -> None:
    instance = Instance()
    wire = QueuedWire(100)
    admission = Admission(Person("anna", "Anna", "acme"), 1e12)
    session = wire.session = instance.sessions.open(wire, admission, "")
    assert session is not None
    wire.write(text_frame(b"x" * 200))
    assert not session.keeps_up
    states: list[bool] = []

    async def send(text: bytes) -> None:
        states.append(session.keeps_up)

    async def close(code: CloseCode, reason: str) -> None:
        states.append(session.keeps_up)

    wire._end = (CloseCode.NORMAL, "")
    asyncio.run(wire.pump(send, close))
    assert states == [False, False, True]
    wire.ping()
    assert session.heard_at == instance.timers.time()
