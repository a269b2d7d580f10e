"""A connection to Redis that listens to channels."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any, Final, cast

import hiredis

from presence_api.adapters.redis_address import RedisAddress
from presence_api.ports.bus import BusUnavailable

_PACK: Final[Callable[[Any], bytes]] = hiredis.pack_command
_PING_S: Final = 2.0
_MESSAGES: Final = frozenset({b"message", b"smessage"})
_CONFIRMED: Final = frozenset({b"subscribe", b"ssubscribe"})
_ENDED: Final = frozenset({b"unsubscribe", b"sunsubscribe"})


class RedisListener(asyncio.Protocol):
    """Subscriptions of one connection; `lost` says why, once it is.

    It is asked for a sign of life all the time, and given up when none comes in `timeout_s`.
    """

    def __init__(
        self, heard: Callable[[str, bytes], object], *, sharded: bool, timeout_s: float
    ) -> None:
        loop = asyncio.get_running_loop()
        self.lost: asyncio.Future[str] = loop.create_future()
        self._heard, self._timeout_s = heard, timeout_s
        self._kind = "S" if sharded else ""
        self._reader = hiredis.Reader(replyError=hiredis.ReplyError)
        self._transport: asyncio.Transport | None = None
        self._replies: deque[asyncio.Future[Any]] = deque()  # before anything is subscribed to
        self._confirmations: dict[str, list[asyncio.Future[None]]] = {}
        self._channels: set[str] = set()
        self._watch: asyncio.TimerHandle | None = None
        self._asked_at = self._answered_at = loop.time()

    async def log_in(self, address: RedisAddress) -> None:
        """Say who we are, if that is asked. Raises BusUnavailable."""
        if address.password:
            found = await self._ask("AUTH", address.user, address.password)
            if isinstance(found, hiredis.HiredisError):
                raise BusUnavailable(str(address), str(found))
        self._look()

    async def subscribe(self, channel: str) -> None:
        """Listen to a channel; done when the server has said so. Raises BusUnavailable."""
        if channel in self._channels:
            return
        confirmed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._confirmations.setdefault(channel, []).append(confirmed)
        self._send(f"{self._kind}SUBSCRIBE", channel)
        await self._in_time(confirmed)

    def unsubscribe(self, channel: str) -> None:
        """Listen to it no more."""
        self._channels.discard(channel)
        self._send(f"{self._kind}UNSUBSCRIBE", channel)

    def close(self) -> None:
        """Be done."""
        if self._watch is not None:
            self._watch.cancel()
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is none by name

    def data_received(self, data: bytes) -> None:
        self._answered_at = asyncio.get_running_loop().time()
        self._reader.feed(data)
        try:
            while (found := self._reader.gets()) is not False:
                self._take(found)
        except hiredis.ProtocolError:
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        why = str(exc) if exc else "the connection was closed"
        fault = BusUnavailable(why)
        waiting = [*self._replies, *(one for all_ in self._confirmations.values() for one in all_)]
        for one in waiting:
            if not one.done():
                one.set_exception(fault)
        if not self.lost.done():
            self.lost.set_result(why)

    def _take(self, found: Any) -> None:
        if not isinstance(found, list):
            if self._replies:
                self._replies.popleft().set_result(found)
            elif isinstance(found, hiredis.HiredisError):
                self.close()  # a subscription was refused: nobody may think that it hears
            return
        kind, channel = found[0], found[1].decode()
        if kind in _MESSAGES:
            if channel in self._channels:
                self._heard(channel, found[2])
        elif kind in _ENDED:
            self._channels.discard(channel)
        elif kind in _CONFIRMED:
            self._channels.add(channel)
            for one in self._confirmations.pop(channel, ()):
                if not one.done():
                    one.set_result(None)

    async def _ask(self, *parts: str) -> Any:
        reply: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._replies.append(reply)
        self._send(*parts)
        return await self._in_time(reply)

    async def _in_time(self, awaited: "asyncio.Future[Any]") -> Any:
        try:
            return await asyncio.wait_for(awaited, self._timeout_s)
        except TimeoutError as error:
            self.close()
            raise BusUnavailable(f"no answer within {self._timeout_s:g} s") from error

    def _send(self, *parts: str) -> None:
        if self._transport is not None:
            self._transport.write(_PACK(parts))

    def _look(self) -> None:
        """Ask for a sign of life, and give up if the last question was not answered."""
        loop = asyncio.get_running_loop()
        if self._answered_at < self._asked_at and loop.time() - self._asked_at > self._timeout_s:
            self.close()
            return
        if self._answered_at >= self._asked_at:
            self._asked_at = loop.time()
            self._send("PING")
        self._watch = loop.call_later(min(_PING_S, self._timeout_s), self._look)
