"""Kept answers in Redis: what the contract cannot say of their keys."""

from presence_api.adapters.report_cache_redis import _key
from presence_api.ports.report_cache import CacheKey


def test_keys_are_those_of_the_naming_guide() -> None:
    assert _key(CacheKey("acme", "0af1")) == "rampart:acme:cache:report:0af1"
