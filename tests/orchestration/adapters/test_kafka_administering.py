"""Administrative answers: every error of the client in our words."""

from concurrent.futures import Future
from typing import Any

import pytest
from confluent_kafka import KafkaError, KafkaException

from metamodel.kernel.errors import RampartError
from orchestration.adapters.kafka_administering import changing, finished, looking, reason
from orchestration.ports.streaming_admin import (
    ChangeRefused,
    ClusterUnavailable,
    CouldNotLook,
    NoAuthorizer,
)

TIMED_OUT = KafkaError._TIMED_OUT


def failed(code: int, words: str = "so it is") -> KafkaException:
    return KafkaException(KafkaError(code, words))


def ended(error: Exception | None = None) -> "Future[Any]":
    future: Future[Any] = Future()
    if error:
        future.set_exception(error)
    else:
        future.set_result(None)
    return future


@pytest.mark.parametrize(
    ("error", "ours"),
    [
        (failed(KafkaError.CLUSTER_AUTHORIZATION_FAILED), CouldNotLook),
        (failed(KafkaError.TOPIC_AUTHORIZATION_FAILED), CouldNotLook),
        (failed(KafkaError.SECURITY_DISABLED), NoAuthorizer),
        (failed(KafkaError.INVALID_REQUEST), ClusterUnavailable),
        (failed(TIMED_OUT), ClusterUnavailable),
        (TimeoutError(), ClusterUnavailable),
    ],
)
def test_what_was_not_answered_was_not_seen(error: Exception, ours: type[RampartError]) -> None:
    with pytest.raises(ours), looking("something"):
        raise error


@pytest.mark.parametrize(
    ("error", "ours"),
    [
        (failed(KafkaError.CLUSTER_AUTHORIZATION_FAILED), ChangeRefused),
        (failed(KafkaError.INVALID_CONFIG), ChangeRefused),
        (failed(KafkaError.SECURITY_DISABLED), NoAuthorizer),
        (failed(KafkaError.NOT_CONTROLLER), ClusterUnavailable),
        (failed(TIMED_OUT), ClusterUnavailable),
        (TimeoutError(), ClusterUnavailable),
    ],
)
def test_a_change_is_refused_or_may_be_asked_again(
    error: Exception, ours: type[RampartError]
) -> None:
    with pytest.raises(ours), changing("something"):
        raise error


def test_every_change_is_waited_for_and_the_first_error_told() -> None:
    last: Future[Any] = Future()
    last.set_exception(failed(KafkaError.INVALID_CONFIG, "second"))
    futures = {"a": ended(failed(KafkaError.INVALID_CONFIG, "first")), "b": ended(), "c": last}

    with pytest.raises(ChangeRefused, match="set a: INVALID_CONFIG: first"):
        finished("set", futures, 1)


def test_what_is_so_already_is_no_error() -> None:
    there = ended(failed(KafkaError.TOPIC_ALREADY_EXISTS))

    finished("create", {"a": there}, 1, accepted={KafkaError.TOPIC_ALREADY_EXISTS})


def test_an_answer_is_not_waited_for_without_end() -> None:
    never: Future[Any] = Future()

    with pytest.raises(ClusterUnavailable, match="no answer in time"):
        finished("create", {"a": never}, -0.99)


def test_a_broker_that_repeats_the_whole_request_is_cut_short() -> None:
    words = "Request Request(processor=0, buffer=" + "x" * 1000

    assert reason(KafkaError(KafkaError.CLUSTER_AUTHORIZATION_FAILED, words)) == (
        "CLUSTER_AUTHORIZATION_FAILED"
    )
    assert len(reason(KafkaError(KafkaError.INVALID_CONFIG, words))) < 250
