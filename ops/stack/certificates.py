"""Our own certificate authorities: short-lived, one for what clients trust, one for the cluster."""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from orchestration.adapters.secret_files import write_secret

AUTHORITY_LIVES: Final = timedelta(days=30)
CERTIFICATE_LIVES: Final = timedelta(days=7)
_CLOCKS_DIFFER: Final = timedelta(minutes=5)
_PEM: Final = serialization.Encoding.PEM


@dataclass(frozen=True, slots=True)
class Authority:
    """A key that signs certificates, and the certificate by which they are believed."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @classmethod
    def new(cls, name: str, now: datetime, lives: timedelta = AUTHORITY_LIVES) -> "Authority":
        """A fresh one."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = _named(name)
        builder = (
            _dated(subject, subject, key, now, lives)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs=True), critical=True)
            .add_extension(_id_of(key), critical=False)
        )
        return cls(builder.sign(key, hashes.SHA256()), key)

    @classmethod
    def read(cls, folder: Path, name: str) -> "Authority":
        """The one that was written there. Raises OSError, ValueError."""
        key = serialization.load_pem_private_key((folder / f"{name}.key").read_bytes(), None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise ValueError(f"{name}.key holds no elliptic-curve key")  # noqa: TRY004 - a file's content
        certificate = x509.load_pem_x509_certificate((folder / f"{name}.pem").read_bytes())
        return cls(certificate, key)

    def write(self, folder: Path, name: str) -> None:
        """Keep it: the key for its owner only, the certificate for everybody."""
        write_secret(folder / f"{name}.key", _private(self.key))
        (folder / f"{name}.pem").write_bytes(self.trusted)

    @property
    def trusted(self) -> bytes:
        """The certificate in PEM: what goes into a trust store."""
        return self.certificate.public_bytes(_PEM)

    def outlives(self, now: datetime, lives: timedelta = CERTIFICATE_LIVES) -> bool:
        """Will it still be good when a certificate ends that it signs now?"""
        return self.certificate.not_valid_after_utc > now + lives

    def issue(
        self,
        name: str,
        now: datetime,
        hosts: tuple[str, ...] = ("127.0.0.1",),
        lives: timedelta = CERTIFICATE_LIVES,
    ) -> bytes:
        """A key store in PEM for a node of that name at these addresses: key, certificate, ours."""
        key = ec.generate_private_key(ec.SECP256R1())
        addresses = [_address(host) for host in hosts]
        purposes = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
        builder = (
            _dated(_named(name), self.certificate.subject, key, now, lives)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs=False), critical=True)
            # Two authorities of one name are told apart by this, while both are trusted.
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(_id_of(self.key)),
                critical=False,
            )
            .add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
            .add_extension(x509.SubjectAlternativeName(addresses), critical=False)
        )
        certificate = builder.sign(self.key, hashes.SHA256())
        return _private(key) + certificate.public_bytes(_PEM) + self.trusted


def kept_or_new(
    folder: Path,
    name: str,
    now: datetime,
    lives: timedelta = AUTHORITY_LIVES,
    signed_live: timedelta = CERTIFICATE_LIVES,
) -> Authority:
    """The authority kept in a folder while it lasts, else a new one, kept there from now on.

    It lasts as long as it outlives what it signs now.
    """
    try:
        found = Authority.read(folder, name)
    except (OSError, ValueError):
        found = None
    if found is not None and found.outlives(now, signed_live):
        return found
    new = Authority.new(f"rampart {name}", now, lives)
    new.write(folder, name)
    return new


def _address(host: str) -> x509.GeneralName:
    """An address in numbers, or a name."""
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _dated(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    now: datetime,
    lives: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCKS_DIFFER)
        .not_valid_after(now + lives)
    )


def _id_of(key: ec.EllipticCurvePrivateKey) -> x509.SubjectKeyIdentifier:
    return x509.SubjectKeyIdentifier.from_public_key(key.public_key())


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    pkcs8 = serialization.PrivateFormat.PKCS8
    return key.private_bytes(_PEM, pkcs8, serialization.NoEncryption())
