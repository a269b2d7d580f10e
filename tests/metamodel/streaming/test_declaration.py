"""The grammar of `streaming.yaml`."""

import pytest
from pydantic import ValidationError

from metamodel.streaming.declaration import (
    Cleanup,
    Companions,
    Environment,
    Ownership,
    QuotaSettings,
    TopicSettings,
    User,
)


def test_settings_are_texts_for_kafka_however_yaml_reads_them() -> None:
    settings = TopicSettings.model_validate(
        {
            "config": {
                "max.message.bytes": "1MiB",
                "segment.ms": "1h",
                "min.insync.replicas": 2,
                "preallocate": True,
                "retention.bytes": -1,
                "compression.type": "zstd",
            }
        }
    )

    assert settings.config == {
        "max.message.bytes": "1048576",
        "segment.ms": "3600000",
        "min.insync.replicas": "2",
        "preallocate": "true",
        "retention.bytes": "-1",
        "compression.type": "zstd",
    }


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"retention.ms": 5}, "has a key of its own here: `retention`"),
        ({"cleanup.policy": "delete"}, "has a key of its own here: `cleanup`"),
        ({"retention.byte": 5}, "is no setting of a topic"),
        ({"segment.bytes": "much"}, "is not a size"),
        ({"segment.bytes": [1]}, "valid string"),
        ("none", "valid dictionary"),
    ],
)
def test_a_setting_that_kafka_has_not_is_refused(config: object, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        TopicSettings.model_validate({"config": config})


def test_the_nearer_word_counts_and_the_farther_one_fills_in() -> None:
    near = TopicSettings.model_validate({"partitions": 2, "config": {"segment.ms": "1h"}})
    far = TopicSettings.model_validate(
        {"partitions": 9, "retention": "1d", "config": {"segment.ms": "2h", "flush.ms": "1s"}}
    )

    both = near.over(far)

    assert (both.partitions, both.retention) == (2, 86_400_000)
    assert both.config == {"segment.ms": "3600000", "flush.ms": "1000"}


def test_what_is_only_compacted_takes_no_retention_from_further_out() -> None:
    far = TopicSettings.model_validate({"retention": "1d"})

    assert TopicSettings(cleanup=Cleanup.COMPACT).over(far).retention is None
    assert TopicSettings(cleanup=Cleanup.BOTH).over(far).retention == 86_400_000


def test_dead_letters_are_never_compacted() -> None:
    with pytest.raises(ValidationError, match="never compacted"):
        Companions.model_validate({"dead_letters": {"cleanup": "compact"}})


def test_how_many_partitions_retries_have_is_not_said_twice() -> None:
    with pytest.raises(ValidationError, match="records keep theirs"):
        Companions.model_validate({"retry": {"partitions": 1}})


@pytest.mark.parametrize("pattern", ["*", "", "a*b", "**"])
def test_one_cannot_own_everything_or_a_middle(pattern: str) -> None:
    with pytest.raises(ValidationError, match="neither a name"):
        Ownership.model_validate({"topics": [pattern]})


@pytest.mark.parametrize("copies", [0, -1, "many"])
def test_copies_are_counted_or_left_to_the_broker(copies: object) -> None:
    with pytest.raises(ValidationError):
        Environment.model_validate({"replication": copies, "access": True})


def test_quotas_have_kafkas_names_and_units() -> None:
    quota = QuotaSettings.model_validate({"produce": "5MiB/s", "request": "50%"})

    assert quota.limits() == {"producer_byte_rate": 5_242_880.0, "request_percentage": 50.0}


def test_an_unknown_word_is_answered_with_those_there_are() -> None:
    with pytest.raises(ValidationError, match="`describe`, `browse`, `dead_letters`, `replay`"):
        User.model_validate({"why": "So.", "access": ["everything"]})
    with pytest.raises(ValidationError, match="`delete`, `compact`, `compact,delete`"):
        TopicSettings.model_validate({"cleanup": "burn"})
