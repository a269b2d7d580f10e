"""Our own certificate authorities."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization

from ops.stack.certificates import AUTHORITY_LIVES, CERTIFICATE_LIVES, Authority, kept_or_new

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def issued(store: bytes) -> x509.Certificate:
    return x509.load_pem_x509_certificates(store)[0]


def test_a_store_holds_a_key_its_certificate_and_the_authority() -> None:
    authority = Authority.new("clients", NOW)
    store = authority.issue("node-1", NOW)
    key = serialization.load_pem_private_key(store, None)
    own, signer = x509.load_pem_x509_certificates(store)
    assert own.public_key() == key.public_key()
    assert signer == authority.certificate
    own.verify_directly_issued_by(authority.certificate)


def test_a_certificate_names_its_node_and_the_addresses_it_answers_at() -> None:
    certificate = issued(Authority.new("clients", NOW).issue("node-2", NOW, ("127.0.0.1",)))
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    assert certificate.subject.rfc4514_string() == "CN=node-2"
    assert [str(one) for one in names.value.get_values_for_type(x509.IPAddress)] == ["127.0.0.1"]


def test_a_deployment_names_services_and_lets_certificates_live_longer(tmp_path: Path) -> None:
    year, month = timedelta(days=365), timedelta(days=30)
    authority = kept_or_new(tmp_path, "clients", NOW, year, month)
    certificate = issued(authority.issue("node-1", NOW, ("kafka", "127.0.0.1"), month))
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["kafka"]
    assert certificate.not_valid_after_utc == NOW + month
    assert authority.certificate.not_valid_after_utc == NOW + year
    almost_over = NOW + year - month
    assert kept_or_new(tmp_path, "clients", almost_over, year, month) != authority


def test_a_certificate_is_not_believed_by_another_authority() -> None:
    certificate = issued(Authority.new("clients", NOW).issue("node-1", NOW))
    other = Authority.new("clients", NOW)
    with pytest.raises(InvalidSignature):
        certificate.verify_directly_issued_by(other.certificate)


def test_certificates_end_before_their_authority() -> None:
    assert CERTIFICATE_LIVES < AUTHORITY_LIVES
    authority = Authority.new("clients", NOW)
    assert issued(authority.issue("node-1", NOW)).not_valid_after_utc == NOW + CERTIFICATE_LIVES


def test_an_authority_is_kept_while_it_outlives_what_it_signs(tmp_path: Path) -> None:
    first = kept_or_new(tmp_path, "clients", NOW).trusted
    later = NOW + AUTHORITY_LIVES - CERTIFICATE_LIVES
    assert kept_or_new(tmp_path, "clients", later - timedelta(days=1)).trusted == first
    assert kept_or_new(tmp_path, "clients", later).trusted != first


def test_the_authoritys_key_is_for_its_owner_only(tmp_path: Path) -> None:
    kept_or_new(tmp_path, "clients", NOW)
    assert (tmp_path / "clients.key").stat().st_mode & 0o777 == 0o400


def test_a_file_that_holds_another_kind_of_key_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "clients.key").write_text("no key")
    made = kept_or_new(tmp_path, "clients", NOW)
    assert Authority.read(tmp_path, "clients").trusted == made.trusted


def test_authorities_of_one_name_can_be_told_apart() -> None:
    first, second = (Authority.new("clients", NOW) for _ in range(2))
    named = x509.AuthorityKeyIdentifier
    ids = [
        issued(one.issue("node-1", NOW)).extensions.get_extension_for_class(named).value
        for one in (first, second)
    ]
    assert ids[0].key_identifier != ids[1].key_identifier
