"""An instance is killed with all its people: no ghosts, no lock for ever, no key in Valkey."""

import asyncio
import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Final

import psycopg
import pytest

from metamodel.kernel.clock import SystemClock
from ops.stack.supervisor import Supervisor
from presence_api.adapters.lock_table_redis import FENCES
from presence_api.adapters.redis_connection import RedisConnection
from presence_api.adapters.write_guard_postgres import PostgresWriteGuard
from presence_api.live.lock_tokens import LockTokens
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.write_guard import FenceOvertaken, LockTokenRefused
from tests.contract.presence_raw_client import RawClient
from tests.eventually import eventually
from tests.faults.presence.crowded_room import ROOM, CrowdedRoom, Listener
from tests.faults.presence.ground import OFTEN, TENANT, Instance, one_more, presence_alone

pytestmark = pytest.mark.faults

CROWD: Final = 100
ADDRESS: Final = LockAddress(TENANT, "order", "1")
SETTINGS: Final = OFTEN | {"RAMPART_PRESENCE_LOCK_TTL_S": "20"}
TIMEOUT_S: Final = 20.0


@dataclass(frozen=True)
class Ground:
    """A stack, the instance that lives, and the one that will not."""

    stack: Supervisor
    lives: Instance
    dies: Instance

    def in_valkey(self) -> dict[str, int]:
        """Every key, and in how many ms it ends; -1: never."""

        async def found() -> dict[str, int]:
            redis = RedisConnection(self.stack.environment["RAMPART_REDIS_URL"], TIMEOUT_S)
            keys = [key.decode() for key in await redis.call("KEYS", "*")]
            ends = {key: int(await redis.call("PTTL", key)) for key in keys}
            redis.close()
            await asyncio.sleep(0)
            return ends

        return asyncio.run(found())

    def writes(self, user: str, token: str) -> bool:
        """Is a write under this token accepted?"""
        guard = PostgresWriteGuard(LockTokens(self.lives.key, SystemClock()))
        with psycopg.connect(self.stack.environment["RAMPART_DATABASE_URL"]) as connection:
            try:
                guard.admit(connection, ADDRESS, user, token)
            except (FenceOvertaken, LockTokenRefused):
                return False
            return True


@pytest.fixture
def ground() -> Iterator[Ground]:
    with (
        presence_alone("killed", SETTINGS) as (stack, lives),
        one_more(stack, lives.key) as dies,
    ):
        yield Ground(stack, lives, dies)


def kill(instance: Instance) -> None:
    """In the middle of everything."""
    os.kill(instance.pid, signal.SIGKILL)


def asked(client: RawClient) -> dict[str, Any]:
    """What comes of asking for the lock."""
    client.say("LOCK", room=ROOM)
    return next(m for m in client.messages() if m["op"] in {"LOCK_GRANTED", "LOCK_DENIED"})


def users(one: Listener) -> Sequence[str]:
    return sorted(one.audit.views[ROOM].members)


def test_of_an_instance_that_was_killed_no_people_no_lock_and_no_key_stays(ground: Ground) -> None:
    with ExitStack() as until:
        anna = Listener(ground.lives, "anna")
        until.callback(anna.client.socket.close)
        crowd = CrowdedRoom(ground.dies, CROWD).kept_open(until)
        anna.hear_until(lambda: len(users(anna)) == CROWD + 1)
        held = asked(crowd.people[0].client)
        assert held["op"] == "LOCK_GRANTED"
        assert ground.writes(crowd.people[0].user, held["token"])

        kill(ground.dies)
        anna.hear_until(lambda: users(anna) == ["anna"])
        assert anna.audit.faults == []

        with ground.lives.client("ben") as ben:
            ben.say("SUB", room=ROOM)
            ben.until("SNAPSHOT")
            found = eventually(
                lambda: asked(ben), lambda said: said["op"] == "LOCK_GRANTED", "the lock is free"
            )
            assert int(found["fence"]) > int(held["fence"])
            assert ground.writes("ben", found["token"])
            assert not ground.writes(crowd.people[0].user, held["token"])

    assert endless(ground.in_valkey()) == []
    eventually(ground.in_valkey, lambda keys: not set(keys) - {FENCES}, "Valkey empties by itself")


def endless(keys: Mapping[str, int]) -> Sequence[str]:
    """Keys that never end; the counter of fences is meant to."""
    return [key for key, left_ms in keys.items() if left_ms < 0 and key != FENCES]


def test_canary_a_key_that_never_ends_is_found_out() -> None:
    assert endless({FENCES: -1, "rampart:EUROPE:lock:order:1": 30_000, "ghost": -1}) == ["ghost"]
