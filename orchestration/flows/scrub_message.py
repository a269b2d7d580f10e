"""What an error says, without what the record said: for headers, metrics and logs."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from metamodel.events.codec import UndecodableEvent

MOST_MESSAGE_CHARS: Final = 300
BLANK: Final = "…"
_SHORT: Final = 4  # a value shorter than this is blanked where it stands alone, not inside a word
_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"|\([^()]*\)")


def scrubbed(error: Exception, payload: Mapping[str, Any] | None = None) -> str:
    """What it says without quotations, parentheses and the values of the payload.

    Of bytes that are no event nobody knows the values: only the kind of fault is told.
    """
    if isinstance(error, UndecodableEvent):
        return f"{error.topic}: {error.fault.value}"
    words = str(error)
    for value in sorted(set(_texts(payload)), key=len, reverse=True):
        if len(value) >= _SHORT:
            words = words.replace(value, BLANK)
        elif value.strip():
            words = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", BLANK, words)
    return _QUOTED.sub(BLANK, words)[:MOST_MESSAGE_CHARS]


def _texts(value: Any) -> Iterator[str]:
    """Every value in a payload, as it may stand in a text."""
    match value:
        case None | bool():
            return
        case Mapping():
            for item in value.values():
                yield from _texts(item)
        case str():
            yield value
        case bytes():
            yield from (repr(value), value.hex())
        case Sequence():
            for item in value:
                yield from _texts(item)
        case _:
            yield from (str(value), repr(value))
