"""One byte form per value, and the hash of it."""

import hashlib
import json

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def canonical_json(value: object) -> str:
    """JSON with sorted keys, no blanks and no ASCII escapes: equal values, equal text."""
    return _ENCODER.encode(value)


def fingerprint(*parts: object) -> str:
    """SHA-256 in hex over the parts' canonical JSON, each closed by a zero byte."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(canonical_json(part).encode())
        digest.update(b"\0")
    return digest.hexdigest()
