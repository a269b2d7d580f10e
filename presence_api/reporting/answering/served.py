"""An answer that is shown, and all that is said of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

import msgspec

from metamodel.model.freshness import Freshness
from presence_api.ports.report_cache import CachedReport

_CACHE: Final = "rampart"


class Use(StrEnum):
    """Where an answer came from."""

    HIT = "HIT"  # what was kept is as new as the ledger, or nobody knows better
    MISS = "MISS"  # Cube was asked
    STALE = "STALE"  # Cube was asked in vain: what was kept is shown


@dataclass(frozen=True, slots=True)
class Served:
    """`freshness` is of this moment, that of `report` of when it was made."""

    report: CachedReport
    freshness: Freshness
    use: Use
    now: datetime
    collapsed: bool = False  # somebody else's call was joined
    detail: str = ""  # why nothing newer is shown, in one word

    @property
    def age_s(self) -> int:
        """Since just before Cube was asked."""
        return max(0, int((self.now - self.report.made_at).total_seconds()))

    @property
    def etag(self) -> str:
        """Weak: the age, which is in the body too, makes no difference."""
        digest = sha256(self.report.body + self.freshness.encode()).hexdigest()
        return f'W/"{digest[:32]}"'

    @property
    def cache_status(self) -> str:
        """As RFC 9211 has it."""
        words = [_CACHE]
        if self.use is Use.HIT:
            left_s = int((self.report.ends_at - self.now).total_seconds())
            words += ["hit", f"ttl={left_s}"]
        elif self.use is Use.MISS:
            words += ["fwd=miss", "stored"] + (["collapsed"] if self.collapsed else [])
        else:
            words += ["fwd=stale"]
        return "; ".join([*words, *([f"detail={self.detail}"] if self.detail else [])])

    @property
    def meta(self) -> dict[str, Any]:
        """What the body says of itself."""
        return {
            "cache": self.use.value,
            "freshness": self.freshness.value,
            "generatedAt": self.report.made_at.isoformat().replace("+00:00", "Z"),
            "ageMs": max(0, int((self.now - self.report.made_at).total_seconds() * 1000)),
            "fromSource": self.report.from_source,
            "epochs": dict(self.report.epochs),
        }

    def json(self) -> bytes:
        """The kept body with `meta` behind it; nothing of it is read or written anew."""
        return self.report.body[:-1] + b',"meta":' + msgspec.json.encode(self.meta) + b"}"


@dataclass(frozen=True, slots=True)
class Postponed:
    """No answer yet: its call goes on, and its result is found by this fingerprint."""

    fingerprint: str
