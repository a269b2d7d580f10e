"""The authorities in a client's file, and what each server shows in a handshake."""

import socket
import ssl
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cryptography import x509

from orchestration.ports.certificates import CertificateUnseen, SeenCertificate

AUTHORITY: Final = "authority"
SERVER: Final = "server"


class TlsCertificates:
    """`servers` are `host:port`; `timeout_s` bounds each handshake."""

    def __init__(
        self, authorities: Path | None, servers: Sequence[str], *, timeout_s: float = 5.0
    ) -> None:
        self._authorities, self._servers = authorities, servers
        self._timeout_s = timeout_s

    def seen(self) -> Sequence[SeenCertificate]:
        trusted = [] if self._authorities is None else _trusted(self._authorities)
        return [*trusted, *map(self._shown, self._servers)]

    def _shown(self, server: str) -> SeenCertificate:
        host, _, port = server.rpartition(":")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        # Nothing is sent: an expired certificate is to be seen, not to be refused.
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        try:
            plain = socket.create_connection((host, int(port)), timeout=self._timeout_s)
            with plain, context.wrap_socket(plain, server_hostname=host) as wrapped:
                shown = wrapped.getpeercert(binary_form=True)
        except (OSError, ValueError) as error:
            raise CertificateUnseen(server, str(error)) from error
        if not shown:
            raise CertificateUnseen(server, "it showed none")
        return _seen(SERVER, server, x509.load_der_x509_certificate(shown))


def _trusted(file: Path) -> list[SeenCertificate]:
    try:
        found = x509.load_pem_x509_certificates(file.read_bytes())
    except (OSError, ValueError) as error:
        raise CertificateUnseen(str(file), str(error)) from error
    return [_seen(AUTHORITY, "", item) for item in found]


def _seen(kind: str, server: str, found: x509.Certificate) -> SeenCertificate:
    return SeenCertificate(kind, server, found.not_valid_before_utc, found.not_valid_after_utc)
