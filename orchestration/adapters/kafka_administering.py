"""Administrative answers of a Kafka cluster: awaited with a limit, and errors in our words."""

from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import ConfigResource

from metamodel.kernel.errors import RampartError
from orchestration.ports.streaming_admin import (
    ChangeRefused,
    ClusterUnavailable,
    CouldNotLook,
    NoAuthorizer,
)

T = TypeVar("T")
Awaited = Mapping[Any, "Future[Any]"]

MARGIN_S: Final = 1.0
"""How much longer than its request an answer is waited for."""
_LONGEST_REASON: Final = 200
NOT_ALLOWED: Final = frozenset(
    {
        KafkaError.TOPIC_AUTHORIZATION_FAILED,
        KafkaError.GROUP_AUTHORIZATION_FAILED,
        KafkaError.CLUSTER_AUTHORIZATION_FAILED,
    }
)
_LATER: Final = frozenset(
    {
        KafkaError.NOT_CONTROLLER,
        KafkaError.REQUEST_TIMED_OUT,
        KafkaError.THROTTLING_QUOTA_EXCEEDED,
        KafkaError.UNKNOWN_TOPIC_OR_PART,
        KafkaError.LEADER_NOT_AVAILABLE,
        KafkaError.COORDINATOR_NOT_AVAILABLE,
    }
)


@contextmanager
def looking(what: str) -> Iterator[None]:
    """Errors of a look: whatever was not answered was not seen."""
    with _translated(what, lambda code, words: _unseen(what, code, words)):
        yield


@contextmanager
def changing(what: str) -> Iterator[None]:
    """Errors of a change."""
    with _translated(what, lambda code, words: _refused(what, code, words)):
        yield


def answer(future: "Future[T]", timeout_s: float) -> T:
    """What a future gives; TimeoutError after the limit."""
    return future.result(timeout=timeout_s + MARGIN_S)


def finished(
    what: str, futures: Awaited, timeout_s: float, *, accepted: Collection[int] = ()
) -> None:
    """Wait for every change; the codes in `accepted` say that it was so already.

    Raises the first error after all have ended, so that none goes on unseen.
    """
    errors: list[RampartError] = []
    for name, future in futures.items():
        try:
            with changing(f"{what} {_called(name)}"):
                try:
                    answer(future, timeout_s)
                except KafkaException as error:
                    if error.args[0].code() not in accepted:
                        raise
        except RampartError as error:
            errors.append(error)
    if errors:
        raise errors[0]


def _called(item: object) -> str:
    return str(item.name) if isinstance(item, ConfigResource) else str(item)


def reason(error: KafkaError) -> str:
    """The code's name and what the broker adds; some brokers add their whole request."""
    words = error.str() or ""
    if error.code() in NOT_ALLOWED or not words:
        return str(error.name())
    return f"{error.name()}: {words[:_LONGEST_REASON]}"


@contextmanager
def _translated(what: str, ours: Callable[[int, str], RampartError]) -> Iterator[None]:
    try:
        yield
    except KafkaException as error:
        raise ours(error.args[0].code(), reason(error.args[0])) from error
    except TimeoutError as error:
        raise ClusterUnavailable(what, "no answer in time") from error


def _unseen(what: str, code: int, words: str) -> RampartError:
    if code in NOT_ALLOWED:
        return CouldNotLook(what, words)
    if code == KafkaError.SECURITY_DISABLED:
        return NoAuthorizer(what)
    return ClusterUnavailable(what, words)


def _refused(what: str, code: int, words: str) -> RampartError:
    if code == KafkaError.SECURITY_DISABLED:
        return NoAuthorizer(what)
    if code < 0 or code in _LATER:  # the client's own codes are below 0: nobody was reached
        return ClusterUnavailable(what, words)
    return ChangeRefused(what, words)
