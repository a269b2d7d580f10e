"""Who means harm, a process of its own: `python -m ops.bench.presence.attackers KIND PORT SECONDS`.

Prints as JSON how many connections it opened, and how many of them the server ended.
"""

import asyncio
import contextlib
import json
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Final

FLOOD_A_SECOND: Final = 500.0
SLOW: Final = 1_000
_ADDRESS: Final = "127.0.0.2"  # whom the server counts is not the others' address
_TIMEOUT_S: Final = 5.0
_FORGED: Final = (
    b"GET /ws/presence HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"Sec-WebSocket-Protocol: rampart.presence.v1, ticket.forged\r\n\r\n"
)


@dataclass(slots=True)
class Harm:
    """What was done so far."""

    opened: int = 0
    ended: int = 0


async def flood(port: int, ends_at: float, harm: Harm) -> None:
    """Handshakes with a forged ticket, one after another at a rate, whatever becomes of them."""

    async def attempt() -> None:
        reader, writer = await _open(port)
        harm.opened += 1
        writer.write(_FORGED)
        await reader.read()
        harm.ended += 1
        writer.close()

    running: set[asyncio.Task[None]] = set()
    due = time.monotonic()
    while due < ends_at:
        task = asyncio.create_task(_bounded(attempt))
        running.add(task)
        task.add_done_callback(running.discard)
        due += 1 / FLOOD_A_SECOND
        await asyncio.sleep(max(0.0, due - time.monotonic()))
    await asyncio.gather(*running)


async def slowloris(port: int, ends_at: float, harm: Harm) -> None:
    """Requests that never end: each says a little once a second, and begins anew when shown out."""

    async def one() -> None:
        reader, writer = await _open(port)
        harm.opened += 1
        writer.write(b"GET /ws/presence HTTP/1.1\r\n")
        ended = asyncio.create_task(reader.read())
        while not ended.done() and time.monotonic() < ends_at:
            writer.write(b"X: y\r\n")
            await asyncio.wait({ended}, timeout=1)
        harm.ended += ended.done()
        ended.cancel()
        writer.close()

    async def on_and_on() -> None:
        while time.monotonic() < ends_at:
            with contextlib.suppress(OSError):
                await one()

    await asyncio.gather(*(on_and_on() for _ in range(SLOW)))


KINDS: Final = {kind.__name__: kind for kind in (flood, slowloris)}


async def _open(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    opening = asyncio.open_connection("127.0.0.1", port, local_addr=(_ADDRESS, 0))
    return await asyncio.wait_for(opening, _TIMEOUT_S)


async def _bounded(work: Callable[[], Awaitable[None]]) -> None:
    with contextlib.suppress(OSError, TimeoutError):
        await asyncio.wait_for(work(), _TIMEOUT_S)


def main(kind: str, port: str, seconds: str) -> None:
    """Do harm of a kind for so long."""
    harm = Harm()
    asyncio.run(KINDS[kind](int(port), time.monotonic() + float(seconds), harm))
    print(json.dumps(asdict(harm)))


if __name__ == "__main__":
    main(*sys.argv[1:])
