"""What a holder shows when it writes: believed without asking Redis.

A token is its fence, its end and an HMAC-SHA256 (16 bytes) over what is locked, by whom, and both.
"""

from dataclasses import dataclass

import msgspec

from metamodel.kernel.clock import Clock
from presence_api.ports.lock_table import LockAddress
from presence_api.signatures import Signer, from_text, to_text

_ENCODE = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Claim:
    """What a good token says: its fence, and until when it counts (seconds since 1970)."""

    fence: int
    ends_at: float


class LockTokens:
    """Signs and verifies; instances share `key`."""

    def __init__(self, key: bytes, clock: Clock) -> None:
        self._signer, self._clock = Signer(key, b"lock"), clock

    def sign(self, address: LockAddress, subject: str, claim: Claim) -> str:
        """The token of a holder: `<fence>.<end in ms>.<MAC>`."""
        ends_ms = int(claim.ends_at * 1000)
        mac = self._signer.mac(_said(address, subject, claim.fence, ends_ms))
        return f"{claim.fence}.{ends_ms}.{to_text(mac)}"

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
        shown, ends_at = from_text(mac), int(ends) / 1000
        over = ends_at + late_s < self._clock.now().timestamp()
        said = _said(address, subject, int(fence), int(ends))
        if shown is None or over or not self._signer.signed(shown, said):
            return None
        return Claim(int(fence), ends_at)


def _said(address: LockAddress, subject: str, fence: int, ends_ms: int) -> bytes:
    return _ENCODE((address.tenant, address.entity, address.id, subject, str(fence), ends_ms))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 40 and str(int(text)) == text  # noqa: PLR2004
