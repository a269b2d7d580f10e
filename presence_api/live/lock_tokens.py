"""What a holder shows when it writes: believed without asking Redis.

A token is its fence, its end and an HMAC-SHA256 (16 bytes) over what is locked, by whom, and both.
"""

import base64
import binascii
import hmac
from dataclasses import dataclass
from typing import Final

import msgspec

from metamodel.kernel.clock import Clock
from presence_api.ports.lock_table import LockAddress

_MAC_BYTES: Final = 16
_ENCODE = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Claim:
    """What a good token says: its fence, and until when it counts (seconds since 1970)."""

    fence: int
    ends_at: float


class LockTokens:
    """Signs and verifies; instances share `key`."""

    def __init__(self, key: bytes, clock: Clock) -> None:
        self._key, self._clock = key, clock

    def sign(self, address: LockAddress, subject: str, claim: Claim) -> str:
        """The token of a holder: `<fence>.<end in ms>.<MAC>`."""
        ends_ms = int(claim.ends_at * 1000)
        mac = base64.urlsafe_b64encode(self._mac(address, subject, claim.fence, ends_ms))
        return f"{claim.fence}.{ends_ms}.{mac.rstrip(b'=').decode()}"

    def verify(
        self, token: str, address: LockAddress, subject: str, *, late_s: float = 0.0
    ) -> Claim | None:
        """What it says; None if it is forged, somebody else's, of something else, or over.

        It counts `late_s` beyond its end, for those who let go what they held.
        """
        fence, _, rest = token.partition(".")
        ends, _, mac = rest.partition(".")
        if not (_is_number(fence) and _is_number(ends)):
            return None
        try:
            shown = base64.urlsafe_b64decode(mac + "=" * (-len(mac) % 4))
        except (ValueError, binascii.Error):
            return None
        ours = self._mac(address, subject, int(fence), int(ends))
        ends_at = int(ends) / 1000
        over = ends_at + late_s < self._clock.now().timestamp()
        if over or not hmac.compare_digest(shown, ours):
            return None
        return Claim(int(fence), ends_at)

    def _mac(self, address: LockAddress, subject: str, fence: int, ends_ms: int) -> bytes:
        said = (address.tenant, address.entity, address.id, subject, str(fence), ends_ms)
        return hmac.digest(self._key, b"lock\0" + _ENCODE(said), "sha256")[:_MAC_BYTES]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 40 and str(int(text)) == text  # noqa: PLR2004
