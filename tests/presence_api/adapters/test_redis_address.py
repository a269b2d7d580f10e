"""Where Redis is."""

import asyncio

import pytest

from presence_api.adapters.redis_address import RedisAddress


def test_a_url_says_where_and_as_whom() -> None:
    full = RedisAddress.parse("rediss://me:se%40cret@redis.example:7000/3")
    assert full == RedisAddress("redis.example", 7000, True, "me", "se@cret", "3")
    assert RedisAddress.parse("redis://") == RedisAddress(
        "127.0.0.1", 6379, False, "default", "", "0"
    )
    assert str(full) == "redis.example:7000"


def test_without_a_server_there_is_no_connection() -> None:
    address = RedisAddress.parse("redis://127.0.0.1:1")
    with pytest.raises(OSError, match="1"):
        asyncio.run(address.open(asyncio.Protocol, 1))
