"""Locks in Redis: what the contract cannot say of their keys and scripts."""

from presence_api.adapters.lock_table_redis import BEGIN, FENCES, _key
from presence_api.ports.lock_table import LockAddress


def test_keys_are_those_of_the_naming_guide() -> None:
    assert FENCES == "rampart::lock:fence:counter"
    assert _key(LockAddress("acme", "order", "1~2")) == "rampart:acme:lock:order:1~2"
    assert _key(LockAddress(None, "nation", "7")) == "rampart::lock:nation:7"


def test_a_lock_of_an_entity_called_fence_cannot_be_the_counter() -> None:
    assert _key(LockAddress("acme", "fence", "counter")) != FENCES


def test_a_script_is_known_by_the_digest_of_its_text() -> None:
    assert len(BEGIN.digest) == 40
