"""Instances hear of each other through Redis: one connection listens, another says and enrols.

Sharded channels where the server has them (Redis 7, Valkey). A roll is a sorted set of instances
by the end of their time there, and ends with the last of them.
"""

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable, Sequence
from typing import Any, Final

from metamodel.kernel.errors import RampartError
from presence_api.adapters.redis_address import RedisAddress
from presence_api.adapters.redis_connection import Part, RedisConnection, Script
from presence_api.adapters.redis_listener import RedisListener
from presence_api.live.background import Background
from presence_api.ports.bus import BusUnavailable

_LOG: Final = logging.getLogger(__name__)
_SHARDED_SINCE: Final = 7
_PAUSE_S: Final = 0.5
# KEYS: roll. ARGV: instance, ttl in ms. Time is the server's.
_ENROL: Final = Script("""
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('ZRANGE', KEYS[1], 0, -1)
""")


class RedisBus(Background):
    """A part of a process: connects when it is started, and again after each loss.

    `timeout_s` bounds each wait.

    Whoever says something does not wait for it: a fault shows as the loss of the connection.
    """

    name = "other instances"

    def __init__(self, url: str, saying: RedisConnection, timeout_s: float) -> None:
        super().__init__("not connected yet")
        self._address, self._saying, self._timeout_s = RedisAddress.parse(url), saying, timeout_s
        self._heard: Callable[[str, bytes], object] = _nobody
        self._up: Callable[[bool], object] = _nobody
        self._listener: RedisListener | None = None
        self._publish: Part = "PUBLISH"
        self._pending: set[asyncio.Task[Any]] = set()

    def attach(self, heard: Callable[[str, bytes], object], up: Callable[[bool], object]) -> None:
        self._heard, self._up = heard, up

    async def subscribe(self, channel: str) -> None:
        listener = self._listener
        if listener is None:
            raise BusUnavailable(str(self._address), "not connected")
        await listener.subscribe(channel)

    def unsubscribe(self, channel: str) -> None:
        if self._listener is not None:
            self._listener.unsubscribe(channel)

    def publish(self, channel: str, message: bytes) -> None:
        self._say(self._publish, channel, message)

    async def enrol(self, roll: str, instance: str, ttl_s: float) -> Sequence[str]:
        try:
            found = await self._saying.run(_ENROL, [roll], instance, int(ttl_s * 1000))
        except RampartError as error:
            raise BusUnavailable(str(error)) from error
        return [one.decode() for one in found if one != instance.encode()]

    async def is_first(self, mark: str, ttl_s: float) -> bool:
        try:
            found = await self._saying.call("SET", mark, "", "NX", "PX", int(ttl_s * 1000))
        except RampartError as error:
            raise BusUnavailable(str(error)) from error
        return found is not None

    def renew(self, rolls: Sequence[str], instance: str, ttl_s: float) -> None:
        for roll in rolls:
            self._spawn(self._saying.run(_ENROL, [roll], instance, int(ttl_s * 1000)))

    def strike(self, roll: str, instance: str) -> None:
        self._say("ZREM", roll, instance)

    def _say(self, *parts: Part) -> None:
        if self._listener is not None and not self._saying.tell(*parts):
            self._spawn(self._saying.call(*parts))

    def _spawn(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(_quietly(work))
        self._pending.add(task)
        task.add_done_callback(self._pending.discard)

    async def _run(self) -> None:
        while True:
            try:
                await self._listen()
            except (OSError, RampartError) as error:
                if not self._fault:
                    _LOG.warning("other instances cannot be heard: %s", error)
                self._fault = str(error) or repr(error)
            await asyncio.sleep(_PAUSE_S * random.uniform(0.5, 1.5))

    async def _listen(self) -> None:
        """Once connected until it is lost."""
        sharded = await self._is_sharded()
        self._publish = "SPUBLISH" if sharded else "PUBLISH"
        listener = await self._address.open(
            lambda: RedisListener(self._heard, sharded=sharded, timeout_s=self._timeout_s),
            self._timeout_s,
        )
        try:
            await listener.log_in(self._address)
            self._listener, self._fault = listener, ""
            self._up(True)
            raise BusUnavailable(await listener.lost)
        finally:
            if self._listener is not None:
                self._listener = None
                self._up(False)
            listener.close()

    async def _is_sharded(self) -> bool:
        info = await self._saying.call("INFO", "server")
        lines = dict(line.split(":", 1) for line in info.decode().splitlines() if ":" in line)
        return int(lines.get("redis_version", "0").partition(".")[0]) >= _SHARDED_SINCE


async def _quietly(work: Any) -> None:
    with contextlib.suppress(RampartError):
        await work


def _nobody(*_: object) -> None:
    """Nobody is attached yet."""
