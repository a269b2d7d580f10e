"""Certificates, looked at."""

import pytest

from orchestration.ports.certificates import Certificates, CertificateUnseen
from tests.fakes.sources import FakeCertificates


def test_the_fake_shows_some_or_says_that_none_was_seen() -> None:
    seen: Certificates = FakeCertificates()
    assert all(item.since < item.until for item in seen.seen())

    away: Certificates = FakeCertificates(down=True)
    with pytest.raises(CertificateUnseen):
        away.seen()
