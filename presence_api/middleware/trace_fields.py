"""`traceparent` and `tracestate` as they are read (W3C Trace Context, level 1)."""

import re
from collections.abc import Callable
from typing import Final

from presence_api.request_context import Trace

NewId = Callable[[int], str]
"""So many random bytes, in hexadecimal digits."""
_TRACE_BYTES, _SPAN_BYTES = 16, 8
_PARENT: Final = re.compile(
    r"(?!ff)(?P<version>[0-9a-f]{2})-(?!0{32})(?P<trace>[0-9a-f]{32})"
    r"-(?!0{16})[0-9a-f]{16}-(?P<flags>[0-9a-f]{2})(?P<more>-.*)?"
)
_STATE: Final = re.compile(r"[\x20-\x7e]{1,512}")
_KNOWN_FLAGS: Final = 1  # sampled


def trace_of(parent: bytes | None, state: bytes | None, new_id: NewId) -> Trace:
    """The caller's trace with a span of our own in it; a new trace where it named none rightly."""
    found = _PARENT.fullmatch(parent.decode("latin-1")) if parent else None
    if found is None or (found["version"] == "00" and found["more"] is not None):
        return Trace(new_id(_TRACE_BYTES), new_id(_SPAN_BYTES))
    flags = f"{int(found['flags'], 16) & _KNOWN_FLAGS:02x}"
    said = state.decode("latin-1") if state else ""
    kept = said if _STATE.fullmatch(said) else ""
    return Trace(found["trace"], new_id(_SPAN_BYTES), flags, kept)
