"""What the library's errors say about rights; the broker's own are tried in integration."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from confluent_kafka import KafkaError, KafkaException

from orchestration.adapters.access_probe_kafka import (
    KafkaAccessProbe,
    commit_nowhere,
    refusals_among,
    verdict,
)
from orchestration.adapters.kafka_access import PLAIN, KafkaAccess
from orchestration.ports.access_probe import Answer, Attempt, Operation, Resource


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        (KafkaError.TOPIC_AUTHORIZATION_FAILED, Answer.REFUSED),
        (KafkaError.CLUSTER_AUTHORIZATION_FAILED, Answer.REFUSED),
        (KafkaError.INVALID_TIMESTAMP, Answer.ALLOWED),
        (KafkaError.TOPIC_ALREADY_EXISTS, Answer.ALLOWED),
        (KafkaError._MSG_TIMED_OUT, Answer.UNKNOWN),
        (KafkaError._DESTROY, Answer.UNKNOWN),
        (KafkaError._TRANSPORT, Answer.UNKNOWN),
        (KafkaError.UNKNOWN_TOPIC_OR_PART, Answer.UNKNOWN),
    ],
)
def test_only_the_brokers_own_codes_are_answers(code: int, answer: Answer) -> None:
    assert verdict(KafkaError(code)).answer is answer


def test_what_nothing_tries_out_is_not_proven() -> None:
    probe = KafkaAccessProbe("127.0.0.1:1", lambda _: PLAIN)
    found = probe.try_out(Attempt("admin", Operation.CREATE, Resource.GROUP, "g"))
    assert found.answer is Answer.UNKNOWN
    assert "create group" in found.reason


def test_a_principal_without_credentials_is_not_proven() -> None:
    probe = KafkaAccessProbe("127.0.0.1:1", lambda who: KafkaAccess("SASL_SSL", who))
    found = probe.try_out(Attempt("admin", Operation.ALTER, Resource.CLUSTER))
    assert found.answer is Answer.UNKNOWN
    assert "password" in found.reason


class FakeMessage:
    """What a consumer is told of instead of a record."""

    def __init__(self, code: int) -> None:
        self._code = code

    def error(self) -> KafkaError:
        return KafkaError(self._code)


class FakeConsumer:
    """Its commits fail with `commits`, one after another; between them it is told `told`."""

    def __init__(self, *commits: int, told: tuple[int, ...] = ()) -> None:
        self._commits: Iterator[int] = iter(commits)
        self._told = [FakeMessage(code) for code in told]

    def commit(self, **_: Any) -> None:
        code = next(self._commits, None)
        if code is not None:
            raise KafkaException(KafkaError(code))

    def poll(self, _timeout: float) -> FakeMessage | None:
        return self._told.pop() if self._told else None


def answer_to(consumer: FakeConsumer) -> Answer:
    """The verdict on a group, by a clock that reads a second more each time; five are given."""
    try:
        commit_nowhere(consumer, deadline=5.0, clock=count(1.0).__next__)  # type: ignore[arg-type]
    except KafkaException as error:
        return verdict(error.args[0]).answer
    return Answer.ALLOWED


WAITING = KafkaError._WAIT_COORD


@pytest.mark.parametrize(
    ("consumer", "answer"),
    [
        (FakeConsumer(), Answer.ALLOWED),
        (FakeConsumer(WAITING, WAITING, KafkaError.UNKNOWN_TOPIC_OR_PART), Answer.ALLOWED),
        (FakeConsumer(WAITING, KafkaError.GROUP_AUTHORIZATION_FAILED), Answer.REFUSED),
        (FakeConsumer(WAITING, told=(KafkaError.GROUP_AUTHORIZATION_FAILED,)), Answer.REFUSED),
        (
            FakeConsumer(KafkaError.NOT_COORDINATOR, KafkaError.TOPIC_AUTHORIZATION_FAILED),
            Answer.ALLOWED,
        ),
        (
            FakeConsumer(KafkaError._TIMED_OUT, KafkaError.GROUP_AUTHORIZATION_FAILED),
            Answer.REFUSED,
        ),
        (FakeConsumer(*[WAITING] * 5), Answer.UNKNOWN),
        (FakeConsumer(KafkaError._TRANSPORT), Answer.UNKNOWN),
    ],
)
def test_a_coordinator_that_is_not_there_yet_is_asked_again_and_proves_nothing(
    consumer: FakeConsumer, answer: Answer
) -> None:
    assert answer_to(consumer) is answer


def test_what_a_consumer_is_refused_before_it_is_let_in_is_kept() -> None:
    heard = [
        FakeMessage(KafkaError._ALL_BROKERS_DOWN),
        None,
        FakeMessage(KafkaError.GROUP_AUTHORIZATION_FAILED),
    ]
    found = refusals_among(heard)  # type: ignore[arg-type]  # the library makes messages itself
    assert [error.code() for error in found] == [KafkaError.GROUP_AUTHORIZATION_FAILED]
