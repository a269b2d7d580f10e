"""Move from one certificate authority to another so that nobody is cut off.

Three steps, with time between them for every client to connect anew: all trust both; every node
shows a certificate of the new one (`rotate_certificate`); all trust the new one only. Certificates
first would cut off whoever still trusts the old one only: the broker takes such a certificate
without a word.
"""

from orchestration.ports.broker_credentials import StagedSecret


def trust_also(trusted: StagedSecret, authority: bytes) -> None:
    """Add an authority, PEM, to those that are trusted."""
    before = trusted.read()
    if authority.strip() not in before:
        trusted.replace(before.rstrip() + b"\n" + authority)


def trust_only(trusted: StagedSecret, authority: bytes) -> None:
    """Trust one authority, PEM, and no other any more."""
    trusted.replace(authority)
