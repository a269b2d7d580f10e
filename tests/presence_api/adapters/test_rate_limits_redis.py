"""Rate limits in Redis: what the contract cannot say of their keys."""

from presence_api.adapters.rate_limits_redis import _key
from presence_api.ports.rate_limits import Limit


def test_keys_are_those_of_the_naming_guide() -> None:
    limit = Limit("user", "acme", "auth0|anna:1", quota=10, window_s=1)
    assert _key(limit) == "rampart:acme:limit:user:auth0%7Canna%3A1"
