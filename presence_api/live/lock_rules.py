"""What may be asked of a lock, and what the policy says to it."""

from dataclasses import dataclass
from enum import StrEnum

from presence_api.ports.lock_table import Holder


class LockAction(StrEnum):
    """What is asked of a lock."""

    ACQUIRE = "acquire"  # if it is free
    TAKEOVER = "takeover"  # also from those whom the policy names
    REQUEST = "request"  # tell its holder that somebody wants it


class Takeover(StrEnum):
    """From whom a lock may be taken."""

    OWN = "own"  # from one's own other connections
    BROKEN = "broken"  # and from connections that have broken off
    ANYONE = "anyone"


@dataclass(frozen=True, slots=True)
class LockRules:
    """How long a lock lives unrenewed, and from whom it may be taken."""

    ttl_s: float = 30.0
    takeover: Takeover = Takeover.BROKEN

    def may_take(self, theirs: Holder, asker: Holder, *, broken: bool) -> bool:
        """May the asker take what is theirs? `broken`: their connection has broken off."""
        own = (theirs.user, theirs.tenant) == (asker.user, asker.tenant)
        rule = self.takeover
        return own or rule is Takeover.ANYONE or (rule is Takeover.BROKEN and broken)
