"""One connection to Redis that sends what is asked in one turn of the event loop in one write.

Calls do not wait for each other's answers: a pool would send one command each, and cost twenty
times the CPU.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from hashlib import sha1
from typing import Any, Final, cast

import hiredis

from presence_api.adapters.redis_address import RedisAddress
from presence_api.ports.lock_table import LocksUnavailable

_NO_SCRIPT: Final = "NOSCRIPT"
Part = str | bytes | int
_PACK: Final[Callable[[Any], bytes]] = hiredis.pack_command


class Script:
    """A script in Lua, known to the server by its digest once it has been sent."""

    __slots__ = ("digest", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.digest = sha1(text.encode(), usedforsecurity=False).hexdigest()


class RedisConnection:
    """Connects when it is first asked, and again after it was lost.

    Every fault of server or network is LocksUnavailable, and so is an answer that does not come
    within `timeout_s`: the connection is given up then, for answers come in order.
    """

    def __init__(self, url: str, timeout_s: float) -> None:
        self._address, self._timeout_s = RedisAddress.parse(url), timeout_s
        self._wire: _Wire | None = None
        self._connecting: asyncio.Lock | None = None

    async def call(self, *parts: Part) -> Any:
        """One command; its answer, bytes for texts."""
        wire = self._wire if self._wire is not None and self._wire.open else await self._connect()
        return await self._answer(wire, parts)

    def tell(self, *parts: Part) -> bool:
        """One command whose answer nobody waits for; False where there is no connection."""
        wire = self._wire
        if wire is None or not wire.open:
            return False
        wire.send(parts, None)
        return True

    async def run(self, script: Script, keys: Sequence[str], *args: Part) -> Any:
        """One script; its text is sent only where the server does not know it."""
        rest = (len(keys), *keys, *args)
        try:
            return await self.call("EVALSHA", script.digest, *rest)
        except LocksUnavailable as error:
            if _NO_SCRIPT not in str(error):
                raise
        return await self.call("EVAL", script.text, *rest)

    def close(self) -> None:
        """Be done; who still waits is told."""
        if self._wire is not None:
            self._wire.give_up("closed")

    async def _connect(self) -> "_Wire":
        if self._connecting is None:
            self._connecting = asyncio.Lock()
        async with self._connecting:
            if self._wire is not None and self._wire.open:
                return self._wire
            address = self._address
            try:
                wire = await address.open(lambda: _Wire(self._timeout_s), self._timeout_s)
            except (OSError, TimeoutError) as error:
                why = str(error) or "no connection in time"
                raise LocksUnavailable(str(address), why) from error
            if address.password:
                await self._answer(wire, ("AUTH", address.user, address.password))
            await self._answer(wire, ("SELECT", address.database))
            self._wire = wire
            return wire

    async def _answer(self, wire: "_Wire", parts: Sequence[Part]) -> Any:
        found = await wire.ask(parts)
        if isinstance(found, hiredis.HiredisError):
            raise LocksUnavailable(str(found))
        return found


class _Wire(asyncio.Protocol):
    """Commands go out together, answers come back in their order."""

    def __init__(self, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._loop = asyncio.get_running_loop()  # asking for it again costs a system call
        self._reader = hiredis.Reader(replyError=hiredis.ReplyError)
        self._waiting: deque[tuple[float, asyncio.Future[Any] | None]] = deque()
        self._out: list[bytes] = []
        self._transport: asyncio.Transport | None = None
        self._watch: asyncio.TimerHandle | None = None

    @property
    def open(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    def ask(self, parts: Sequence[Part]) -> "asyncio.Future[Any]":
        future: asyncio.Future[Any] = self._loop.create_future()
        if self.open:
            self.send(parts, future)
        else:
            future.set_exception(LocksUnavailable("the connection is closed"))
        return future

    def send(self, parts: Sequence[Part], future: "asyncio.Future[Any] | None") -> None:
        """The answer goes to `future`, if anybody waits for it."""
        if not self._out:
            self._loop.call_soon(self._flush)
        self._out.append(_PACK(tuple(parts)))
        self._waiting.append((time.monotonic(), future))
        if self._watch is None:
            self._watch = self._loop.call_later(self._timeout_s, self._look)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is none by name

    def data_received(self, data: bytes) -> None:
        self._reader.feed(data)
        try:
            while (answer := self._reader.gets()) is not False:
                _, future = self._waiting.popleft()
                if future is not None and not future.done():
                    future.set_result(answer)
        except hiredis.ProtocolError as error:
            self.give_up(str(error))

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self.give_up(str(exc) if exc else "the server closed the connection")

    def give_up(self, why: str) -> None:
        """Nobody waits any longer, and nobody knows what was done."""
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
        waiting, self._waiting = self._waiting, deque()
        for _, future in waiting:
            if future is not None and not future.done():
                future.set_exception(LocksUnavailable(why))
        if self._transport is not None:
            self._transport.abort()

    def _flush(self) -> None:
        out, self._out = self._out, []
        if self._transport is not None:
            self._transport.write(b"".join(out))

    def _look(self) -> None:
        self._watch = None
        if not self._waiting:
            return
        waited = time.monotonic() - self._waiting[0][0]
        if waited >= self._timeout_s:
            self.give_up(f"no answer within {self._timeout_s:g} s")
        else:
            self._watch = self._loop.call_later(self._timeout_s - waited, self._look)
