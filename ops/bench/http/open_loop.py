"""Requests at a fixed rate, whatever becomes of those before them.

A loop that waits for each answer slows down with its server and hides how long others would have
waited; here the clock of a request starts when it was due.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

_HOST: Final = "127.0.0.1"
_ANSWER_S: Final = 30.0
_KEPT_S: Final = 2.0
_END_OF_HEAD: Final = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `body` as sent."""

    status: int
    head: bytes
    body: bytes

    def field(self, name: str) -> str:
        """A header's value, empty if there is none; `name` in lower case."""
        for line in self.head.split(b"\r\n")[1:]:
            key, _, value = line.partition(b":")
            if key.decode("latin-1").lower() == name:
                return value.decode("latin-1").strip()
        return ""


@dataclass(slots=True)
class Shots:
    """Seconds from when a request was due to the end of its answer, and how they were answered."""

    waits: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    received: int = 0  # bytes of bodies

    def quantile_ms(self, share: float) -> float:
        """So many of them waited no longer."""
        ordered = sorted(self.waits)
        return 1e3 * ordered[min(len(ordered) - 1, int(len(ordered) * share))]

    @property
    def in_words(self) -> str:
        """Median and tail."""
        half, most = self.quantile_ms(0.5), self.quantile_ms(0.99)
        odd = {code: count for code, count in self.statuses.items() if code >= 300}  # noqa: PLR2004
        return f"p50 {half:.1f}, p99 {most:.1f} ms" + (f"; ANSWERED {odd}" if odd else "")


Ask = Callable[[int], bytes]
"""The n-th request, as bytes."""
Heard = Callable[[int, Answer], None]


def request(method: str, path: str, body: bytes = b"", **fields: str) -> bytes:
    """One request of HTTP/1.1; names of fields have `_` for `-`."""
    lines = [f"{method} {path} HTTP/1.1", "host: bench", f"content-length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def shoot(port: int, ask: Ask, heard: Heard | None = None, *, rate: float, count: int) -> Shots:
    """Send `count` requests, `rate` a second, over as many connections as it takes."""
    return asyncio.run(_Loop(port, ask, heard).shoot(rate, count))


class _Loop:
    def __init__(self, port: int, ask: Ask, heard: Heard | None) -> None:
        self._port, self._ask, self._heard = port, ask, heard
        self._idle: list[_Connection] = []  # the last used is used first
        self._shots = Shots()

    async def shoot(self, rate: float, count: int) -> Shots:
        began = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for number in range(count):
                due = began + number / rate
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                group.create_task(self._one(number, due))
        for one in self._idle:
            one.writer.close()
        return self._shots

    async def _one(self, number: int, due: float) -> None:
        one = self._lately_used() or _Connection(*await asyncio.open_connection(_HOST, self._port))
        one.writer.write(self._ask(number))
        answer = await asyncio.wait_for(_answer(one.reader), _ANSWER_S)
        one.used_at = time.perf_counter()
        self._shots.waits.append(time.perf_counter() - due)
        self._shots.statuses[answer.status] += 1
        self._shots.received += len(answer.body)
        self._idle.append(one)
        if self._heard is not None:
            self._heard(number, answer)

    def _lately_used(self) -> "_Connection | None":
        """One that the server has not tired of."""
        if not self._idle:
            return None
        one = self._idle.pop()
        if time.perf_counter() - one.used_at < _KEPT_S:
            return one
        for old in (one, *self._idle):
            old.writer.close()
        self._idle.clear()
        return None


@dataclass(slots=True)
class _Connection:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    used_at: float = 0.0


async def _answer(reader: asyncio.StreamReader) -> Answer:
    head = await reader.readuntil(_END_OF_HEAD)
    found = Answer(int(head[9:12]), head, b"")
    length = found.field("content-length")
    return Answer(found.status, head, await reader.readexactly(int(length)) if length else b"")
