"""Shards and tracks."""

from presence_api.ports.outbox import SHARDS, OutgoingEvent, WaitingEvent, shard_of


def test_a_shard_is_the_checksum_of_the_key_modulo_sixteen() -> None:
    assert shard_of("123456789") == 0xCBF43926 % 16  # the check value of CRC-32
    assert SHARDS == 16


def test_a_key_with_any_letters_has_a_shard() -> None:
    assert shard_of("Zürich:order:7") in range(SHARDS)


def test_order_is_kept_by_topic_and_key() -> None:
    row = WaitingEvent(3, 7, OutgoingEvent("t", "k", b"secret value", {}))

    assert row.track == ("t", "k")
    assert "secret" not in repr(row)
