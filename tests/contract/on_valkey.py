"""A real Valkey alone, and a loop to speak to it on, for the contracts of what is kept there."""

import asyncio
import os
from collections.abc import Coroutine, Iterator
from typing import Any, ClassVar, TypeVar

import pytest

from ops.stack.running import running_stack
from presence_api.adapters.redis_connection import RedisConnection

T = TypeVar("T")


class OnValkey:
    """Mix it into a contract; `redis` is connected. All tests of a class share the server."""

    loop: ClassVar[asyncio.AbstractEventLoop]
    url: ClassVar[str]

    @pytest.fixture(scope="class")
    @classmethod
    def redis(cls) -> Iterator[RedisConnection]:
        cls.loop = asyncio.new_event_loop()
        name = f"test-{cls.__name__.lower()}-{os.getpid()}"
        with running_stack(name, components=["valkey"]) as stack:
            cls.url = stack.environment["RAMPART_REDIS_URL"]
            connection = RedisConnection(cls.url, 10)
            yield connection
            connection.close()
            cls.loop.run_until_complete(asyncio.sleep(0))  # the transport is closed
        cls.loop.close()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def pass_time(self, seconds: float) -> None:
        """The server's own clock ends keys: nobody can move it but by waiting."""
        self.run(asyncio.sleep(seconds))
