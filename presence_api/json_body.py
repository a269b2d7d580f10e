"""Bodies of requests: JSON within limits, in which no key is said twice and no digit is lost."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any, ClassVar, Final, Protocol

from metamodel.kernel.errors import RampartError

MOST_BYTES: Final = 1 << 20
MOST_DEPTH: Final = 32
JSON: Final = "application/json"
MERGE_PATCH: Final = "application/merge-patch+json"
_ESCAPE: Final = rb"\u"


class BodyTooLarge(RampartError):
    """A body has more bytes than are read."""

    code: ClassVar[str] = "WEB-001"
    hint: ClassVar[str] = "Send less at once."


class BodyUnreadable(RampartError):
    """A body is no JSON, says a key twice, is nested too deeply, or has half a character."""

    code: ClassVar[str] = "WEB-002"
    hint: ClassVar[str] = f"JSON in UTF-8 is read, nested at most {MOST_DEPTH} deep."


class MediaTypeRefused(RampartError):
    """A body is of a type that is not read here."""

    code: ClassVar[str] = "WEB-003"
    hint: ClassVar[str] = "Say the type of the body in `Content-Type`."


UNREAD: Final = (BodyUnreadable, BodyTooLarge, MediaTypeRefused)
"""All that may be wrong with a body before anybody looks at what it says."""


def read_json(
    body: bytes,
    content_type: str,
    accepted: Collection[str] = (JSON,),
    *,
    number: Callable[[str], Any] = Decimal,
    most_bytes: int = MOST_BYTES,
) -> Any:
    """The value; `number` reads those with a point, so that by default no digit is lost.

    Raises MediaTypeRefused, BodyTooLarge, BodyUnreadable.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in accepted:
        raise MediaTypeRefused(f"`{kind[:80]}` is not read here, but {' or '.join(accepted)}")
    if len(body) > most_bytes:
        raise BodyTooLarge(f"{len(body):,} bytes, and {most_bytes:,} are read")
    try:
        found = json.loads(
            body.decode(),
            object_pairs_hook=_once,
            parse_float=number,
            parse_constant=_no_number,
        )
        if _ESCAPE in body:
            _require_characters(found)
    except (ValueError, RecursionError) as error:
        raise BodyUnreadable(str(error)) from error
    if _is_deeper(found, MOST_DEPTH):
        raise BodyUnreadable("it is nested too deeply")
    return found


class Sent(Protocol):
    """A request whose body nobody has read yet."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Its fields."""
        ...

    async def body(self) -> bytes:
        """All of it."""
        ...


async def sent_json(request: Sent, accepted: Collection[str] = (JSON,), **how: Any) -> Any:
    """The value that a request brings; `how` as for `read_json`, and raises as that."""
    return read_json(await request.body(), request.headers.get("content-type", ""), accepted, **how)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key `{twice[:80]}` is said twice")
    return found


def _require_characters(value: Any) -> None:
    """Half of a surrogate pair can be escaped in JSON, and written by nobody. Raises ValueError."""
    try:
        json.dumps(value, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        raise ValueError("an escaped surrogate stands without its other half") from None


def _no_number(text: str) -> Any:
    raise ValueError(f"`{text}` is no number of JSON")


def _is_deeper(value: Any, most: int) -> bool:
    """Level by level, so that no depth is too much for it."""
    level = [value]
    for _ in range(most):
        level = [part for one in level for part in _parts(one)]
    return any(isinstance(one, dict | list) for one in level)


def _parts(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
