"""A connection that listens, against a server that does as the test says."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from presence_api.adapters.redis_address import RedisAddress
from presence_api.adapters.redis_listener import RedisListener
from presence_api.ports.bus import BusUnavailable
from tests.presence_api.adapters.test_redis_connection import FakeRedis, Serve

Work = Callable[[RedisListener, FakeRedis, RedisAddress], Awaitable[Any]]


def pushed(*parts: bytes) -> bytes:
    return b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(one), one) for one in parts)


def confirms(_: FakeRedis, command: list[bytes]) -> bytes | None:
    """Says yes to every subscription, and to every sign of life."""
    if command[0] == b"PING":
        return b"+PONG\r\n"
    kind, channel = command[0].lower(), command[1]
    return b"*3\r\n$%d\r\n%s\r\n$%d\r\n%s\r\n:1\r\n" % (len(kind), kind, len(channel), channel)


def listen(
    serve: Serve, work: Work, *, sharded: bool = True, timeout_s: float = 5
) -> list[tuple[str, bytes]]:
    heard: list[tuple[str, bytes]] = []

    async def all_of_it() -> None:
        redis = FakeRedis(serve)
        address = RedisAddress.parse(await redis.start())
        listener = await address.open(
            lambda: RedisListener(
                lambda channel, data: heard.append((channel, data)),
                sharded=sharded,
                timeout_s=timeout_s,
            ),
            5,
        )
        try:
            await work(listener, redis, address)
        finally:
            listener.close()
            await listener.lost
            assert redis.server is not None
            redis.server.close()

    asyncio.run(all_of_it())
    return heard


@pytest.mark.parametrize(("sharded", "verb"), [(True, b"SSUBSCRIBE"), (False, b"SUBSCRIBE")])
def test_it_logs_in_and_a_subscription_is_made_once(sharded: bool, verb: bytes) -> None:
    async def work(listener: RedisListener, redis: FakeRedis, address: RedisAddress) -> None:
        await listener.log_in(address)
        for _ in range(2):
            await listener.subscribe("a")
        commands = [command for command in redis.commands if command[0] != b"PING"]
        assert commands == [[b"AUTH", b"default", b"secret"], [verb, b"a"]]

    listen(confirms, work, sharded=sharded)


def test_what_is_said_on_its_channels_is_heard_and_nothing_after_them() -> None:
    def serve(redis: FakeRedis, command: list[bytes]) -> bytes | None:
        said = confirms(redis, command)
        if command[0] != b"SSUBSCRIBE":
            return said
        return (
            (said or b"")
            + pushed(b"smessage", command[1], b"1")
            + pushed(b"smessage", b"other", b"2")
        )

    async def work(listener: RedisListener, redis: FakeRedis, address: RedisAddress) -> None:
        del redis, address
        await listener.subscribe("a")
        listener.unsubscribe("a")
        await listener.subscribe("a")

    assert listen(serve, work) == [("a", b"1"), ("a", b"1")]


@pytest.mark.parametrize("answer", [None, b"close", b"-ERR no\r\n", b"nonsense\r\n"])
def test_who_waits_is_told_whatever_goes_wrong(answer: bytes | None) -> None:
    async def work(listener: RedisListener, redis: FakeRedis, address: RedisAddress) -> None:
        del redis, address
        with pytest.raises(BusUnavailable):
            await listener.subscribe("a")
        assert await listener.lost

    listen(lambda *_: answer, work, timeout_s=0.3)


def test_a_server_that_falls_silent_is_given_up() -> None:
    async def work(listener: RedisListener, redis: FakeRedis, address: RedisAddress) -> None:
        await listener.log_in(address)
        redis.serve = lambda *_: None
        assert await asyncio.wait_for(listener.lost, 5)

    listen(confirms, work, timeout_s=0.2)
