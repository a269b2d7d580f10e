"""A change that is sent again is done once: `Idempotency-Key`."""

import json
import re
from typing import Any, ClassVar, Final

from metamodel.kernel.canonical import fingerprint
from metamodel.kernel.errors import RampartError
from presence_api.caller import Caller
from presence_api.ports.row_writer import RepeatableRequest

_KEY: Final = re.compile(r'"?([\x21\x23-\x7e]{1,255})"?')


class IdempotencyKeyRefused(RampartError):
    """An `Idempotency-Key` is empty, too long, or has other characters than visible ASCII."""

    code: ClassVar[str] = "ENT-027"
    hint: ClassVar[str] = "Send a fresh UUID for each change, and the same one when it is retried."


def idempotency_key(said: str | None) -> str | None:
    """What a request calls itself; None if it does not. Raises IdempotencyKeyRefused."""
    if said is None:
        return None
    found = _KEY.fullmatch(said.strip())
    if found is None:
        raise IdempotencyKeyRefused(f"`{said[:40]}`")
    return found.group(1)


def repeatable(caller: Caller, key: str, *said: Any) -> RepeatableRequest:
    """The request of that key, told from others by all that it says."""
    written = json.dumps(said, sort_keys=True, default=str)
    return RepeatableRequest(caller.tenant, caller.user, key, fingerprint(written))
