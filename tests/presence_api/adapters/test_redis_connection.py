"""One connection to Redis, against a server that does as the test says."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import hiredis
import pytest
import uvloop

from presence_api.adapters.redis_connection import RedisConnection, Script
from presence_api.ports.lock_table import LocksUnavailable

Serve = Callable[["FakeRedis", list[bytes]], bytes | None]


class FakeRedis:
    """Answers each command as `serve` says; None: not at all."""

    def __init__(self, serve: Serve) -> None:
        self.serve = serve
        self.commands: list[list[bytes]] = []
        self.reads = 0
        self.server: asyncio.Server | None = None

    async def start(self) -> str:
        self.server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        return f"redis://:secret@127.0.0.1:{self.server.sockets[0].getsockname()[1]}/3"

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        parser = hiredis.Reader()
        while data := await reader.read(65_536):
            self.reads += 1
            parser.feed(data)
            while (command := parser.gets()) is not False:
                self.commands.append(command)
                answer = b"+OK\r\n" if command[0] in {b"AUTH", b"SELECT"} else None
                answer = answer or self.serve(self, command)
                if answer == b"close":
                    writer.close()
                    return
                if answer is not None:
                    writer.write(answer)
            await writer.drain()
        writer.close()


def talk(
    serve: Serve, work: Callable[[RedisConnection, FakeRedis], Awaitable[Any]], timeout_s: float = 5
) -> Any:
    async def all_of_it() -> Any:
        redis = FakeRedis(serve)
        connection = RedisConnection(await redis.start(), timeout_s)
        try:
            return await work(connection, redis)
        finally:
            connection.close()
            await asyncio.sleep(0)
            assert redis.server is not None
            redis.server.close()

    found = None
    for loop in (asyncio.new_event_loop, uvloop.new_event_loop):
        with asyncio.Runner(loop_factory=loop) as runner:
            found = runner.run(all_of_it())
    return found


def echo(_: FakeRedis, command: list[bytes]) -> bytes:
    return b"$%d\r\n%s\r\n" % (len(command[-1]), command[-1])


def test_it_logs_in_first_and_chooses_its_database() -> None:
    async def work(connection: RedisConnection, redis: FakeRedis) -> list[list[bytes]]:
        assert await connection.call("ECHO", "x") == b"x"
        return redis.commands[:2]

    assert talk(echo, work) == [[b"AUTH", b"default", b"secret"], [b"SELECT", b"3"]]


def test_what_is_asked_in_one_turn_goes_out_in_one_write_and_answers_find_their_asker() -> None:
    async def work(connection: RedisConnection, redis: FakeRedis) -> int:
        await connection.call("ECHO", "first")
        before = redis.reads
        found = await asyncio.gather(*(connection.call("ECHO", str(n)) for n in range(100)))
        assert found == [str(n).encode() for n in range(100)]
        return redis.reads - before

    assert talk(echo, work) == 1


def test_what_nobody_waits_for_is_said_and_its_answer_is_nobodys() -> None:
    def serve(_: FakeRedis, command: list[bytes]) -> bytes:
        return b"-ERR no\r\n" if command[0] == b"TELL" else echo(_, command)

    async def work(connection: RedisConnection, redis: FakeRedis) -> list[bytes]:
        assert not connection.tell("TELL", "unheard")
        await connection.call("ECHO", "first")
        assert connection.tell("TELL", "x")
        assert await connection.call("ECHO", "after") == b"after"
        return [command[-1] for command in redis.commands[2:]]

    assert talk(serve, work) == [b"first", b"x", b"after"]


def test_who_waits_behind_what_nobody_waits_for_is_told_when_it_breaks() -> None:
    def serve(redis: FakeRedis, command: list[bytes]) -> bytes:
        return b"close" if command[-1] == b"die" else echo(redis, command)

    async def work(connection: RedisConnection, _: FakeRedis) -> None:
        await connection.call("ECHO", "first")
        connection.tell("ECHO", "die")
        with pytest.raises(LocksUnavailable):
            await connection.call("ECHO", "behind it")

    talk(serve, work)


def test_an_error_is_that_calls_alone() -> None:
    def serve(_: FakeRedis, command: list[bytes]) -> bytes:
        return b"-ERR no\r\n" if command[0] == b"BAD" else b":1\r\n"

    async def work(connection: RedisConnection, _: FakeRedis) -> None:
        asks = [connection.call(name) for name in ("X", "BAD", "Y")]
        found: list[Any] = await asyncio.gather(*asks, return_exceptions=True)
        assert (found[0], found[2]) == (1, 1)
        assert isinstance(found[1], LocksUnavailable)

    talk(serve, work)


def test_a_scripts_text_is_sent_once_to_each_server() -> None:
    def serve(redis: FakeRedis, command: list[bytes]) -> bytes:
        known = any(one[0] == b"EVAL" for one in redis.commands)
        return b":1\r\n" if known else b"-NOSCRIPT no\r\n"

    async def work(connection: RedisConnection, redis: FakeRedis) -> list[bytes]:
        for _ in range(3):
            assert await connection.run(Script("return 1"), ["k"], 5) == 1
        return [command[0] for command in redis.commands[2:]]

    assert talk(serve, work) == [b"EVALSHA", b"EVAL", b"EVALSHA", b"EVALSHA"]


def test_a_server_that_says_nothing_is_given_up_and_asked_anew() -> None:
    def serve(redis: FakeRedis, command: list[bytes]) -> bytes | None:
        last = redis.commands[-2:]
        return None if any(one[-1] == b"silence" for one in last) else echo(redis, command)

    async def work(connection: RedisConnection, _: FakeRedis) -> None:
        asks = [connection.call("ECHO", "silence"), connection.call("ECHO", "behind it")]
        lost = await asyncio.gather(*asks, return_exceptions=True)
        assert all(isinstance(one, LocksUnavailable) for one in lost)
        assert await connection.call("ECHO", "again") == b"again"

    talk(serve, work, timeout_s=0.2)


def test_a_connection_that_breaks_is_made_anew() -> None:
    def serve(redis: FakeRedis, command: list[bytes]) -> bytes:
        return b"close" if command[-1] == b"die" else echo(redis, command)

    async def work(connection: RedisConnection, _: FakeRedis) -> None:
        with pytest.raises(LocksUnavailable):
            await connection.call("ECHO", "die")
        assert await connection.call("ECHO", "again") == b"again"

    talk(serve, work)


def test_nonsense_is_a_fault_and_not_an_answer() -> None:
    async def work(connection: RedisConnection, _: FakeRedis) -> None:
        with pytest.raises(LocksUnavailable):
            await connection.call("ECHO", "x")

    talk(lambda _, command: b"?what\r\n" if command[0] == b"ECHO" else b"+OK\r\n", work)


def test_nobody_at_home_is_a_fault() -> None:
    with pytest.raises(LocksUnavailable, match=r"127\.0\.0\.1:1"):
        asyncio.run(RedisConnection("redis://127.0.0.1:1", 1).call("PING"))
