"""Rights on a Kafka cluster, tried out: each attempt is real, and made so that nothing comes of it.

A refusal counts only with one of the broker's own codes for it; the client's codes, such as a
time-out, prove nothing. Lists (of groups, of rights) are never asked: who may not see them gets an
empty one, without an error.
"""

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import replace
from typing import Any, Final

from confluent_kafka import (
    OFFSET_END,
    Consumer,
    KafkaError,
    KafkaException,
    Message,
    Producer,
    TopicPartition,
)

from metamodel.kernel.errors import RampartError
from metamodel.streaming.broker_access import CredentialsRefused, Refusals
from orchestration.adapters.access_probe_admin import ADMIN_ATTEMPTS
from orchestration.adapters.kafka_access import KafkaAccess, await_access
from orchestration.adapters.kafka_admin import KafkaAdmin
from orchestration.adapters.kafka_reading import QUIET_LOG
from orchestration.ports.access_probe import Attempt, Operation, Resource, Verdict

_LOG: Final = logging.getLogger(__name__)
_LOG.addHandler(logging.NullHandler())
_NOWHERE: Final = "rampart.access-probe.nowhere.v1"
_PROBE: Final = "rampart.access-probe"
_YEAR_S: Final = 365 * 24 * 3600
_REFUSED: Final = frozenset(
    {
        KafkaError.TOPIC_AUTHORIZATION_FAILED,
        KafkaError.GROUP_AUTHORIZATION_FAILED,
        KafkaError.CLUSTER_AUTHORIZATION_FAILED,
        KafkaError.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
    }
)
# What only somebody hears who was let through: the attempt failed for what it was made of.
_NO_COORDINATOR: Final = frozenset(
    {
        KafkaError._WAIT_COORD,  # noqa: SLF001
        KafkaError._TIMED_OUT,  # noqa: SLF001
        KafkaError.COORDINATOR_LOAD_IN_PROGRESS,
        KafkaError.COORDINATOR_NOT_AVAILABLE,
        KafkaError.NOT_COORDINATOR,
        KafkaError.REQUEST_TIMED_OUT,
    }
)
"""Answers that say nothing of rights."""
_LET_THROUGH: Final = frozenset(
    {
        KafkaError.INVALID_TIMESTAMP,
        KafkaError.TOPIC_ALREADY_EXISTS,
        KafkaError.INVALID_PARTITIONS,
        KafkaError.OFFSET_OUT_OF_RANGE,
        KafkaError.RESOURCE_NOT_FOUND,
        KafkaError._PARTITION_EOF,  # noqa: SLF001 - a fetch that was answered with nothing
    }
)

# The client does these only with a topic it can see. Who may do them may see it, too: so a refused
# look is a refusal of them, and without the look the client would wait for nothing.
_AFTER_A_LOOK: Final = frozenset(
    {(Operation.READ, Resource.TOPIC), (Operation.DELETE, Resource.TOPIC)}
)


class KafkaAccessProbe:
    """Tries things out as any principal whose credentials it can find.

    `access_of` knows how a principal gets in; `timeout_s` bounds one attempt.
    """

    def __init__(
        self, bootstrap: str, access_of: Callable[[str], KafkaAccess], *, timeout_s: float = 10.0
    ) -> None:
        self._bootstrap, self._access_of = bootstrap, access_of
        self._timeout_s = timeout_s
        self._admins: dict[str, KafkaAdmin] = {}
        self._by_client: Mapping[tuple[Operation, Resource], Callable[[Attempt], None]] = {
            (Operation.WRITE, Resource.TOPIC): self._write,
            (Operation.READ, Resource.TOPIC): self._read,
            (Operation.READ, Resource.GROUP): self._commit,
            (Operation.WRITE, Resource.TRANSACTIONAL_ID): self._begin,
        }

    def try_out(self, attempt: Attempt) -> Verdict:
        """Reading a group commits for a topic that is not there; a transactional id is fenced."""
        kind = (attempt.operation, attempt.resource)
        try:
            if kind in _AFTER_A_LOOK:
                self._ask(replace(attempt, operation=Operation.DESCRIBE))
            if kind in self._by_client:
                self._by_client[kind](attempt)
            elif kind in ADMIN_ATTEMPTS:
                self._ask(attempt)
            else:
                return Verdict.unknown(f"nothing tries out {attempt.operation} {attempt.resource}")
        except KafkaException as error:
            return verdict(error.args[0])
        except CredentialsRefused as error:
            return Verdict.refused(f"{error.code} {error}")
        except (RampartError, TimeoutError) as error:
            return Verdict.unknown(str(error) or type(error).__name__)
        return Verdict.allowed()

    def _ask(self, attempt: Attempt) -> None:
        who = attempt.principal
        admin = self._admins.setdefault(
            who, KafkaAdmin(self._bootstrap, self._access_of(who), timeout_s=self._timeout_s)
        )
        ask = ADMIN_ATTEMPTS[attempt.operation, attempt.resource]
        # The client stays in a variable: futures of one that is collected fail without a broker.
        client = admin.client()
        asked: Mapping[Any, Future[Any]] = ask(client, attempt.name)
        for future in asked.values():
            future.result(timeout=self._timeout_s)

    def _write(self, attempt: Attempt) -> None:
        """A record from next year: it is refused for its time, once its writer was let through."""
        refusals = Refusals()
        producer = Producer(
            {
                **self._options(attempt, refusals),
                "acks": "all",
                "message.timeout.ms": int(self._timeout_s * 1000),
            },
            logger=_LOG,
        )
        await_access(producer, refusals, timeout_s=self._timeout_s)
        told: list[KafkaError] = []

        def report(error: KafkaError | None, _: Message) -> None:
            told.extend([error] if error is not None else [])

        when = int((time.time() + _YEAR_S) * 1000)
        # With a key, for a compacted topic refuses whatever has none.
        producer.produce(attempt.name, b"", _PROBE, timestamp=when, on_delivery=report)
        producer.flush(self._timeout_s + 1)
        for error in told:
            raise KafkaException(error)

    def _read(self, attempt: Attempt) -> None:
        """A fetch at the end of the first partition; the group it names is another question."""
        consumer, _ = self._consumer(attempt, _PROBE)
        try:
            consumer.assign([TopicPartition(attempt.name, 0, OFFSET_END)])
            error = self._first_word(consumer)
            if error is not None:
                raise KafkaException(error)
        finally:
            consumer.close()

    def _first_word(self, consumer: Consumer) -> KafkaError | None:
        """What comes of a fetch, but for what the client is told about its group meanwhile."""
        deadline = time.monotonic() + self._timeout_s
        while True:
            message = consumer.poll(max(0.0, deadline - time.monotonic()))
            if message is None:
                raise TimeoutError("no answer in time")
            error = message.error()
            if error is None or error.code() != KafkaError.GROUP_AUTHORIZATION_FAILED:
                return error

    def _commit(self, attempt: Attempt) -> None:
        """A commit for a topic that does not exist: the group is looked at before the topic."""
        consumer, refused = self._consumer(attempt, attempt.name)
        try:
            if refused:
                raise KafkaException(refused[0])
            commit_nowhere(consumer, deadline=time.monotonic() + self._timeout_s)
        finally:
            consumer.close()

    def _begin(self, attempt: Attempt) -> None:
        refusals = Refusals()
        options = {**self._options(attempt, refusals), "transactional.id": attempt.name}
        producer = Producer(options, logger=_LOG)
        await_access(producer, refusals, timeout_s=self._timeout_s)
        producer.init_transactions(self._timeout_s)

    def _consumer(self, attempt: Attempt, group: str) -> tuple[Consumer, list[KafkaError]]:
        """A consumer that was let in, and what it was refused meanwhile."""
        refusals = Refusals()
        options = {
            **self._options(attempt, refusals),
            "group.id": group,
            "session.timeout.ms": 3000,  # how long it waits for a coordinator it may not know
            "enable.auto.commit": False,
            "enable.partition.eof": True,
            "fetch.wait.max.ms": 100,
        }
        consumer = Consumer(options, logger=_LOG)
        heard: list[Message | None] = []
        try:
            await_access(consumer, refusals, timeout_s=self._timeout_s, heard=heard.append)
        except BaseException:
            consumer.close()
            raise
        return consumer, refusals_among(heard)

    def _options(self, attempt: Attempt, refusals: Refusals) -> dict[str, Any]:
        return {
            **QUIET_LOG,
            "bootstrap.servers": self._bootstrap,
            **self._access_of(attempt.principal).options(),
            "error_cb": refusals.notice,
        }


def refusals_among(heard: Iterable[Message | None]) -> list[KafkaError]:
    """What a consumer was refused while it waited to be let in; a group is refused once."""
    errors = [one.error() for one in heard if one is not None]
    return [one for one in errors if one is not None and one.code() in _REFUSED]


def verdict(error: KafkaError) -> Verdict:
    """What one of the library's errors says about rights."""
    if error.code() in _REFUSED:
        return Verdict.refused(error.name())
    if error.code() in _LET_THROUGH:
        return Verdict.allowed(error.name())
    return Verdict.unknown(f"{error.name()}: {error.str()}")


def commit_nowhere(
    consumer: Consumer, *, deadline: float, clock: Callable[[], float] = time.monotonic
) -> None:
    """Commit as a group for a topic that is not there; raise what says that it was not let through.

    A broker that has just begun, or has much to do, has no coordinator of the group yet: it is
    asked again until `deadline` (seconds of `clock`), each time for as long as the client waits.
    """
    while True:
        try:
            consumer.commit(offsets=[TopicPartition(_NOWHERE, 0, 0)], asynchronous=False)
        except KafkaException as error:
            code = error.args[0].code()
            if code in {KafkaError.TOPIC_AUTHORIZATION_FAILED, KafkaError.UNKNOWN_TOPIC_OR_PART}:
                return  # past the group, and stopped at the topic
            if code not in _NO_COORDINATOR:
                raise
            _raise_event(consumer)
            if clock() >= deadline:
                raise
        else:
            return


def _raise_event(consumer: Consumer) -> None:
    """Raise what kept the consumer from its coordinator, if it is among its messages."""
    while (message := consumer.poll(0)) is not None:
        if message.error() is not None:
            raise KafkaException(message.error())
