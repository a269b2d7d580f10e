"""The only builder of Redis keys: `rampart:<tenant>:<context>:<entity>:<id>[:field]`."""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from metamodel.naming.errors import BadRedisKey

PREFIX = "rampart"
_ID = re.compile(r"[\w.~%-]+", re.ASCII)  # an instance id is encoded already
_PLAIN = re.compile(r"[\w.~-]*", re.ASCII)  # most parts; they are asked for with every lock
_SHORTEST = 5


@dataclass(frozen=True, slots=True)
class RedisKey:
    """One key. A shared entity's carries no tenant; `id` is an instance id, encoded as everywhere.

    Raises BadRedisKey for parts that are empty and ids that are none.
    """

    tenant: str | None
    context: str  # one of the dictionary's `redis_contexts`
    entity: str
    id: str
    field: str | None = None

    def __post_init__(self) -> None:
        if self.tenant == "" or self.field == "" or not (self.context and self.entity and self.id):
            raise BadRedisKey(f"{self.context} {self.entity} {self.id}", "has an empty part")
        if not _ID.fullmatch(self.id):
            raise BadRedisKey(self.id, "is no instance id")

    def __str__(self) -> str:
        parts = [self.tenant or "", self.context, self.entity]
        text = ":".join([PREFIX, *map(_encoded, parts)])
        end = "" if self.field is None else f":{_encoded(self.field)}"
        return f"{text}:{self.id}{end}"


def _encoded(part: str) -> str:
    return part if _PLAIN.fullmatch(part) else quote(part, safe="")


def parse_redis_key(text: str) -> RedisKey:
    """The parts of a key; `str` is the way back. Raises BadRedisKey."""
    prefix, *parts = text.split(":")
    if prefix != PREFIX or len(parts) not in {_SHORTEST - 1, _SHORTEST}:
        raise BadRedisKey(text, "is no key of ours")
    tenant, context, entity = (unquote(part) for part in parts[:3])
    field = unquote(parts[4]) if len(parts) == _SHORTEST else None
    key = RedisKey(tenant or None, context, entity, parts[3], field)
    if str(key) != text:
        raise BadRedisKey(text, "is not in its canonical encoding")
    return key
