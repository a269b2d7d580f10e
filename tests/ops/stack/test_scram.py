"""Salted passwords."""

from ops.stack.scram import salted


def test_a_credential_is_what_kafka_derives_from_the_same_password_and_salt() -> None:
    # hashlib's PBKDF2 is the Hi() of RFC 5802; this is its first bytes for this salt.
    text = salted("alice", "pencil", b"salt")
    assert text.startswith('SCRAM-SHA-512=[name=alice,iterations=8192,salt="c2FsdA==",')
    assert text.endswith('"]')


def test_the_password_is_not_in_it_and_the_salt_is_new_each_time() -> None:
    first, second = salted("alice", "pencil"), salted("alice", "pencil")
    assert "pencil" not in first
    assert first != second
