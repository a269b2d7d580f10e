"""Presence on real parts: settings -> adapters -> rooms and sessions."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from metamodel.events.codec import Codec
from metamodel.kernel.clock import SystemClock
from metamodel.kernel.errors import RampartError
from presence_api.adapters.fence_epochs_postgres import PostgresFenceEpochs
from presence_api.adapters.lock_table_redis import RedisLockTable
from presence_api.adapters.mutations_postgres import PostgresMutations
from presence_api.adapters.published_entities_postgres import PublishedEntities
from presence_api.adapters.redis_bus import RedisBus
from presence_api.adapters.redis_connection import RedisConnection
from presence_api.adapters.token_verifier_jwt import (
    ClaimNames,
    Issuer,
    NoVerifier,
    PublishedKeysVerifier,
    SharedSecretVerifier,
)
from presence_api.live.backplane.backplane import Backplane
from presence_api.live.handshake import Door
from presence_api.live.live import Live, LoopTimers, Tasks
from presence_api.live.lock_desk import LockDesk
from presence_api.live.lock_parts import LockParts
from presence_api.live.lock_rules import LockRules, Takeover
from presence_api.live.lock_tokens import LockTokens
from presence_api.live.locks import Locks
from presence_api.live.proxies import Proxies
from presence_api.live.rooms.limits import Limits
from presence_api.live.rooms.rooms import Rooms
from presence_api.live.sessions import Sessions
from presence_api.live.staleness.changes import ToldChanges
from presence_api.live.staleness.feed import Feed
from presence_api.live.staleness.staleness import Staleness
from presence_api.live.standing import Standing
from presence_api.live.tickets import Tickets
from presence_api.ports.token_verifier import TokenVerifier
from presence_api.settings import Settings
from presence_api.streaming import event_log

_KEY_BYTES = 32


class KeyUnusable(RampartError):
    """A file with a secret cannot be read, or its secret is too short to protect anything."""

    code = "PRE-003"
    hint = "Write at least 32 random bytes to the file: `openssl rand -hex 32`."


def published_entities(settings: Settings) -> PublishedEntities:
    """The entities of the database; nothing is opened yet."""
    return PublishedEntities(
        settings.database_url.get_secret_value(), settings.outbox_query_timeout_s
    )


@dataclass(frozen=True, slots=True)
class Presence:
    """Presence, and what tells it of changes."""

    live: Live
    feed: Feed
    bus: RedisBus
    staleness: Staleness


def presence(settings: Settings, entities: PublishedEntities, key: bytes, codec: Codec) -> Presence:
    """Presence, ready to start on an event loop; `key` signs. Raises ProxyUnknown."""
    timers, clock = LoopTimers(), SystemClock()
    tickets = Tickets(key, clock)
    rooms = Rooms(timers, limits_of(settings))
    rules = LockRules(settings.presence_lock_ttl_s, Takeover(settings.presence_takeover))
    standing, longest_s = Standing(), settings.presence_change_limit_s
    staleness = Staleness(rooms, entities, clock, standing, longest_s)
    mutations = PostgresMutations(
        settings.database_url.get_secret_value(), settings.outbox_query_timeout_s
    )
    changes = ToldChanges(staleness, mutations)
    redis, spawn = redis_connection(settings), Tasks().spawn
    bus = RedisBus(settings.redis_url.get_secret_value(), redis, settings.redis_timeout_s)
    backplane = Backplane(bus, rooms, entities, standing, spawn)
    table, tokens = lock_table(settings, redis), LockTokens(key, clock)
    parts = LockParts(table, tokens, entities, clock, rules, changes)
    locks = Locks(parts, rooms, spawn=spawn, spread=backplane)
    backplane.look_again, backplane.wanted_here = locks.watch.look_again, locks.wanted
    desk = LockDesk(parts, locks.touched)
    sessions = Sessions(
        rooms,
        tickets,
        entities,
        clock,
        locks,
        backplane=backplane,
        staleness=staleness,
        standing=standing,
    )
    feed = Feed(event_log(settings, codec), mutations, staleness)
    door = Door(origins(settings), tickets, Proxies.of(settings.presence_proxies))
    return Presence(Live(sessions, door, desk, timers), feed, bus, staleness)


def limits_of(settings: Settings) -> Limits:
    """What connections may do."""
    return Limits(
        grace_s=settings.presence_grace_s,
        listed_members=settings.presence_listed_members,
        per_second=settings.presence_messages_per_second,
        burst=2 * settings.presence_messages_per_second,
        connections_per_user=settings.presence_connections_per_user,
        connections_per_address=settings.presence_connections_per_address,
    )


def origins(settings: Settings) -> frozenset[str]:
    """Whose pages may connect."""
    hosts = {settings.presence_host, "localhost"}
    own = {f"http://{host}:{settings.presence_port}" for host in hosts}
    return named_origins(settings.presence_origins) or frozenset(own)


def named_origins(said: str) -> frozenset[str]:
    """Origins in a list with commas."""
    return frozenset({item.strip().rstrip("/") for item in said.split(",")} - {""})


def redis_connection(settings: Settings) -> RedisConnection:
    """The one that is asked; nothing is opened yet."""
    return RedisConnection(settings.redis_url.get_secret_value(), settings.redis_timeout_s)


def lock_table(settings: Settings, redis: RedisConnection) -> RedisLockTable:
    """Locks in Redis, with epochs from Postgres; nothing is opened yet."""
    url = settings.database_url.get_secret_value()
    return RedisLockTable(redis, PostgresFenceEpochs(url, settings.outbox_query_timeout_s))


def signing_key(settings: Settings) -> bytes:
    """The key of all instances, or one of this process. Raises KeyUnusable."""
    if settings.presence_key_file is None:
        return secrets.token_bytes(_KEY_BYTES)
    return read_secret(settings.presence_key_file)


def admin_secret(settings: Settings) -> bytes | None:
    """What operators show; None: nothing is shown to them. Raises KeyUnusable."""
    file = settings.presence_admin_file
    return None if file is None else read_secret(file)


def token_verifier(settings: Settings) -> TokenVerifier:
    """Who believes tokens here. Raises KeyUnusable."""
    issuer = Issuer(settings.jwt_issuer or None, settings.jwt_audience or None)
    names = ClaimNames(
        settings.jwt_tenant_claim, settings.jwt_name_claim, settings.jwt_groups_claim
    )
    if settings.jwt_jwks_url:
        return PublishedKeysVerifier(settings.jwt_jwks_url, settings.jwt_timeout_s, issuer, names)
    if settings.jwt_secret_file is not None:
        return SharedSecretVerifier(read_secret(settings.jwt_secret_file).decode(), issuer, names)
    return NoVerifier()


def read_secret(path: Path) -> bytes:
    """A secret as its file has it. Raises KeyUnusable."""
    try:
        found = path.read_bytes().strip()
    except OSError as error:
        raise KeyUnusable(str(path), str(error)) from error
    if len(found) < _KEY_BYTES:
        raise KeyUnusable(str(path), f"has {len(found)} bytes")
    return found
