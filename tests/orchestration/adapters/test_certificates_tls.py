"""Certificates, as anybody sees them from outside."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ops.stack.certificates import AUTHORITY_LIVES, CERTIFICATE_LIVES, Authority
from orchestration.adapters.certificates_tls import TlsCertificates
from orchestration.ports.certificates import CertificateUnseen

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@contextlib.contextmanager
def shown_by(store: Path) -> Iterator[str]:
    """The address of a server that shows one certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(store)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def shake() -> None:
            with contextlib.suppress(OSError):
                plain, _ = listening.accept()
                with plain, context.wrap_socket(plain, server_side=True) as wrapped:
                    wrapped.recv(1)

        thread = threading.Thread(target=shake)
        thread.start()
        yield f"127.0.0.1:{listening.getsockname()[1]}"
    thread.join()


def test_a_certificate_is_seen_also_when_it_has_expired(tmp_path: Path) -> None:
    authority = Authority.new("clients", LONG_AGO)
    (tmp_path / "ca.pem").write_bytes(authority.trusted)
    (tmp_path / "node.pem").write_bytes(authority.issue("node-1", LONG_AGO))
    with shown_by(tmp_path / "node.pem") as server:
        trusted, shown = TlsCertificates(tmp_path / "ca.pem", [server]).seen()

    assert (trusted.kind, trusted.server) == ("authority", "")
    assert trusted.until == LONG_AGO + AUTHORITY_LIVES
    assert (shown.kind, shown.server) == ("server", server)
    assert shown.until == LONG_AGO + CERTIFICATE_LIVES
    assert shown.until - shown.since == CERTIFICATE_LIVES + timedelta(minutes=5)


@pytest.mark.parametrize("server", ["127.0.0.1:1", "127.0.0.1:none"])
def test_a_server_that_does_not_answer_was_not_seen(server: str) -> None:
    with pytest.raises(CertificateUnseen, match=r"127\.0\.0\.1"):
        TlsCertificates(None, [server], timeout_s=0.5).seen()


def test_a_file_that_holds_no_certificate_was_not_seen(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("none")

    for name in ("ca.pem", "gone.pem"):
        with pytest.raises(CertificateUnseen, match=name):
            TlsCertificates(tmp_path / name, []).seen()
