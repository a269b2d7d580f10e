"""Names of single things: instance ids, event keys, event ids."""

import os
import time
import uuid
from collections.abc import Sequence
from urllib.parse import quote, unquote

from metamodel.kernel.errors import BadInstanceId

_UUID_VERSION = 7


def instance_id(parts: Sequence[object]) -> str:
    """Primary-key parts in declared order as one text: percent-encoded, joined by `~`.

    The same string names the instance in URL, room, event key, lock key and cursor.
    """
    if not parts:
        raise BadInstanceId("an instance id needs at least one part")
    return "~".join(_encoded(part) for part in parts)


def instance_parts(text: str, count: int) -> tuple[str, ...]:
    """The key parts of an instance id; the inverse of `instance_id`.

    Raises BadInstanceId unless there are `count` parts and each is in its canonical encoding.
    """
    parts = tuple(unquote(part) for part in text.split("~"))
    if len(parts) != count:
        raise BadInstanceId(text, f"has {len(parts)} parts, not {count}")
    if instance_id(parts) != text:
        raise BadInstanceId(text, "is not in canonical percent-encoding")
    return parts


def event_key(*parts: object) -> str:
    """A Kafka key: percent-encoded parts joined by `:`."""
    return ":".join(_encoded(part) for part in parts)


def event_key_parts(key: str) -> tuple[str, ...]:
    """The inverse of `event_key`."""
    return tuple(unquote(part) for part in key.split(":"))


def new_event_id() -> str:
    """A UUIDv7: sortable by its millisecond, 74 random bits (RFC 9562)."""
    stamp = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (stamp & (2**48 - 1)) << 80 | _UUID_VERSION << 76 | (random >> 64 & 0xFFF) << 64
    value |= 0b10 << 62 | random & (2**62 - 1)
    return str(uuid.UUID(int=value))


def _encoded(part: object) -> str:
    text = str(part)
    if text.isascii() and text.isalnum():  # most parts; bulk updates ask it of every row
        return text
    # `quote` leaves `~` alone because it is unreserved; here it is the separator.
    return quote(text, safe="").replace("~", "%7E")
