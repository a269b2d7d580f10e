import pytest

from ops.dev.reference.topics import _kind, pages


def test_a_topic_shows_key_owners_and_fields() -> None:
    text = pages()["topics.md"]

    assert "## core.reporting.preagg.refresh.v1" in text
    assert "| Written by | `outbox_relay`, `operator`, `schedule` |" in text
    assert "| Dead letters | `core.reporting.preagg.refresh.v1.dlq` |" in text
    assert "| `range_start` | `null` or `date` | First day to build, UTC;" in text


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("string", "`string`"),
        (["null", "long"], "`null` or `long`"),
        ({"type": "int", "logicalType": "date"}, "`date`"),
        ({"type": "array", "items": "string"}, "list of `string`"),
        ({"type": "map", "values": "string"}, "`string` by name"),
        ({"type": "enum", "name": "E", "symbols": ["A", "B"]}, "`A` or `B`"),
        ({"type": "fixed"}, '`{"type": "fixed"}`'),
    ],
)
def test_avro_types_in_words(kind: object, words: str) -> None:
    assert _kind(kind) == words
