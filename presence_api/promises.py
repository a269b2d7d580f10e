"""What a route promises beside what its signature says; `openapi.json` is made from it.

One line beside the route: `@get(path, opt=promises(TokenRefused, EntityUnknown, answer=Page))`.
Statuses and types of the errors are those of `problems.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from metamodel.kernel.errors import RampartError

JSON: Final = "application/json"
ARROW: Final = "application/vnd.apache.arrow.stream"
BINARY: Final = frozenset({ARROW})
"""Media that are no text."""
KEY: Final = "promise"
"""Where a route's options have it."""


@dataclass(frozen=True, slots=True)
class HeaderField:
    """A field that a request or an answer may have."""

    name: str
    meaning: str
    pattern: str = ""  # what it has to be; empty: any text


IDEMPOTENCY_KEY: Final = HeaderField(
    "Idempotency-Key", "The same for each try of one change: it is made once.", "^[!#-~]{1,255}$"
)
IDEMPOTENCY_REPLAYED: Final = HeaderField(
    "Idempotency-Replayed", "`true`: the change was made by an earlier try."
)
IF_MATCH: Final = HeaderField("If-Match", "The ETag of the version that the change was made from.")
IF_NONE_MATCH: Final = HeaderField("If-None-Match", "The ETag of what the caller has already.")
LOCK_TOKEN: Final = HeaderField("Lock-Token", "The token of the lock that the caller holds.")
ETAG: Final = HeaderField("ETag", "The version of what is answered.")
LOCATION: Final = HeaderField("Location", "Where to look for the result.")


@dataclass(frozen=True, slots=True)
class Promise:
    """See `promises`."""

    raises: tuple[type[RampartError], ...]
    body: Any = None
    media: Sequence[str] = (JSON,)
    answer: Any = None
    answer_media: Sequence[str] = (JSON,)
    takes: tuple[HeaderField, ...] = ()
    gives: tuple[HeaderField, ...] = ()
    also: Mapping[int, Any] = field(default_factory=dict)


def promises(*raises: type[RampartError], **more: Any) -> dict[str, Promise]:
    """Options for a route that may answer with these errors, and with no other.

    `body`: type of a body that the route reads itself, as one of `media`. `answer`: type of an
    answer that the signature does not tell, as one of `answer_media`; of a tuple, any of its types.
    `takes`, `gives`: fields of the request and of the answer. `also`: other statuses that are no
    errors, each with the type of its body, which is JSON, or None.
    """
    return {KEY: Promise(raises, **more)}
