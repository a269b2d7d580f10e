"""The wanted state of one environment."""

import pytest

from metamodel.streaming.cluster import Credential, Mechanism
from metamodel.streaming.derive import ITERATIONS, Ownership, UnknownEnvironment
from metamodel.streaming.topic_configs import LARGEST_LETTER_BYTES
from tests.metamodel.streaming.shop import desired


def test_retry_and_dead_letter_topics_follow_from_the_events_file() -> None:
    assert list(desired().state.topics) == [
        "shop.order.v1",
        "shop.order.v1.dlq",
        "shop.order.v1.retry.1",
        "shop.order.v1.retry.2",
        "shop.price.v1",
    ]


def test_the_nearest_word_counts() -> None:
    bench, town = desired("bench").state.topics, desired("town").state.topics

    assert (bench["shop.order.v1"].partitions, town["shop.order.v1"].partitions) == (3, 12)
    assert (bench["shop.order.v1"].replication, town["shop.order.v1"].replication) == (None, 3)
    assert town["shop.order.v1"].configs == {
        "cleanup.policy": "delete",
        "min.insync.replicas": "2",
        "retention.ms": "86400000",
    }
    assert town["shop.price.v1"].configs == {
        "cleanup.policy": "compact",
        "min.insync.replicas": "2",
    }


def test_a_letter_has_room_for_its_notes() -> None:
    topics = desired().state.topics

    for name in ("shop.order.v1.dlq", "shop.order.v1.retry.1"):
        assert topics[name].configs["max.message.bytes"] == str(LARGEST_LETTER_BYTES)
    assert topics["shop.order.v1.dlq"].partitions == 1


def test_a_retry_topic_has_its_topics_partitions() -> None:
    for environment in ("bench", "town"):
        topics = desired(environment).state.topics
        for number in (1, 2):
            retry = topics[f"shop.order.v1.retry.{number}"]
            assert retry.partitions == topics["shop.order.v1"].partitions


def test_without_an_authorizer_nobody_is_granted_anything() -> None:
    state = desired("bench").state

    assert (state.grants, state.credentials, state.quotas) == (frozenset(), frozenset(), {})


def test_with_one_every_user_has_a_credential_and_its_quota() -> None:
    state = desired("town").state

    assert state.credentials == {
        Credential(name, Mechanism.SCRAM_SHA_512, ITERATIONS)
        for name in ("front", "back", "watcher", "repairs")
    }
    assert state.quotas == {
        "front": {"producer_byte_rate": 1_048_576.0, "request_percentage": 50.0}
    }


def test_ours_is_what_is_declared_or_begins_with_an_owned_prefix() -> None:
    owned = desired().owned

    assert owned.owns_topic("shop.order.v1.dlq")
    assert owned.owns_topic("shop.forgotten.v1")
    assert not owned.owns_topic("bank.account.v1")
    assert owned.owns_user("front")
    assert owned.owns_user("old-till")
    assert not owned.owns_user("somebody")


def test_a_superuser_is_never_ours() -> None:
    assert not Ownership((), ("root", "ro*"), frozenset({"root"})).owns_user("root")


def test_an_unknown_environment_is_answered_with_those_there_are() -> None:
    with pytest.raises(UnknownEnvironment, match="moon: bench, town"):
        desired("moon")
