"""A kept answer as bytes: a version, the length of what is known of it, that as JSON, its body.

Large bodies are compressed; small ones are not, for that would cost more than it saves.
"""

import struct
import zlib
from datetime import datetime
from typing import Final

import msgspec

from metamodel.model.freshness import Freshness
from presence_api.ports.report_cache import CachedReport

COMPRESSED_FROM: Final = 32 * 1024
_VERSION: Final = 1
_HEAD: Final = struct.Struct(">BBI")  # version, is the body compressed, length of the JSON
_LEVEL: Final = 1  # JSON of figures is a fifth of its size with it; more effort saves little


class _Known(msgspec.Struct, array_like=True, frozen=True):
    epochs: dict[str, int]
    freshness: Freshness
    from_source: bool
    made_at: datetime
    ends_at: datetime


_ENCODER: Final = msgspec.json.Encoder()
_DECODER: Final = msgspec.json.Decoder(_Known)


def encode(report: CachedReport) -> bytes:
    """The inverse of `decode`."""
    known = _ENCODER.encode(
        _Known(
            dict(report.epochs),
            report.freshness,
            report.from_source,
            report.made_at,
            report.ends_at,
        )
    )
    large = len(report.body) >= COMPRESSED_FROM
    body = zlib.compress(report.body, _LEVEL) if large else report.body
    return _HEAD.pack(_VERSION, large, len(known)) + known + body


def decode(value: bytes) -> CachedReport | None:
    """None of what another version wrote, or what nobody did."""
    try:
        version, compressed, length = _HEAD.unpack_from(value)
        if version != _VERSION:
            return None
        end = _HEAD.size + length
        known = _DECODER.decode(value[_HEAD.size : end])
        body = zlib.decompress(value[end:]) if compressed else value[end:]
        return CachedReport(
            body,
            known.epochs,
            known.freshness,
            known.from_source,
            known.made_at,
            known.ends_at,
        )
    except (struct.error, msgspec.MsgspecError, zlib.error, ValueError):
        return None
