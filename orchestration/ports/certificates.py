"""Certificates that clients and brokers believe each other by, looked at from outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from metamodel.kernel.errors import RampartError


class CertificateUnseen(RampartError):
    """No certificate could be looked at: the file is unreadable, or nobody shook hands."""

    code = "TLS-001"
    retryable = True
    hint = "Look whether the file is there and the server listens; nothing is known of its age."


@dataclass(frozen=True, slots=True)
class SeenCertificate:
    """One certificate: whose it is (`server` is empty for an authority), and how long it lasts."""

    kind: str
    server: str
    since: datetime
    until: datetime


class Certificates(Protocol):
    """Looks at what is in use now, expired or not."""

    def seen(self) -> Sequence[SeenCertificate]:
        """Every certificate. Raises CertificateUnseen."""
        ...
