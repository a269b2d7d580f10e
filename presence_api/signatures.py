"""What this service signs for itself: HMAC-SHA256, 16 bytes, as text that fits into any header."""

import base64
import binascii
import hmac
from typing import Final

MAC_BYTES: Final = 16


class Signer:
    """Signs for one purpose: what was signed for another is worth nothing here."""

    def __init__(self, key: bytes, purpose: bytes) -> None:
        self._begun = hmac.new(key, purpose + b"\0", "sha256")

    def mac(self, said: bytes) -> bytes:
        """The signature of what is said."""
        mac = self._begun.copy()
        mac.update(said)
        return mac.digest()[:MAC_BYTES]

    def signed(self, mac: bytes, said: bytes) -> bool:
        """Is this its signature? Takes equally long for every wrong one."""
        return hmac.compare_digest(mac, self.mac(said))


def to_text(raw: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_text(text: str) -> bytes | None:
    """The way back; None if it is no such text."""
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, binascii.Error):
        return None
