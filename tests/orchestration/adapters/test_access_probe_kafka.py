"""What the library's errors say about rights; the broker's own are tried in integration."""

import pytest
from confluent_kafka import KafkaError

from orchestration.adapters.access_probe_kafka import KafkaAccessProbe, verdict
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
