"""Try out every right that is declared, and every one that is not, on the cluster itself."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from metamodel.kernel.errors import RampartError
from metamodel.streaming.cluster import THE_CLUSTER, ResourceKind
from metamodel.streaming.cluster import Operation as Right
from metamodel.streaming.derive import Desired
from metamodel.streaming.rights import may
from orchestration.ports.access_probe import (
    AccessProbe,
    Answer,
    Attempt,
    Operation,
    Resource,
    Verdict,
)

NOWHERE = "rampart.access-probe.nowhere.v1"
"""A topic that nobody has."""
_ON_EACH_TOPIC = (Operation.READ, Operation.WRITE, Operation.DESCRIBE)
_ON_ONE_TOPIC = (
    Operation.DELETE,
    Operation.ALTER,
    Operation.ALTER_CONFIGS,
    Operation.DESCRIBE_CONFIGS,
)
_ON_THE_CLUSTER = (Operation.ALTER, Operation.ALTER_CONFIGS, Operation.DESCRIBE_CONFIGS)


class NoRightsHere(RampartError):
    """The environment asks nobody who they are, so there are no rights to prove."""

    code = "STRM-009"
    hint = "Look at an environment of the declaration that has `access: true`."


class Outcome(StrEnum):
    """What an attempt shows."""

    AS_DECLARED = "as declared"
    OPEN = "open"  # done, and nothing declared allows it
    SHUT = "shut"  # refused, and it is declared
    NOT_PROVEN = "not proven"


@dataclass(frozen=True, slots=True)
class Cell:
    """One attempt beside what is declared of it."""

    attempt: Attempt
    declared: bool
    verdict: Verdict

    @property
    def outcome(self) -> Outcome:
        """Does the cluster do what is declared?"""
        if self.verdict.answer is Answer.UNKNOWN:
            return Outcome.NOT_PROVEN
        done = self.verdict.answer is Answer.ALLOWED
        if done == self.declared:
            return Outcome.AS_DECLARED
        return Outcome.OPEN if done else Outcome.SHUT


@dataclass(frozen=True, slots=True)
class AccessTrial:
    """What a proof works with; the declaration is read anew each time."""

    desired: Callable[[], Desired]
    probe: AccessProbe


def prove_access_rights(trial: AccessTrial) -> tuple[Cell, ...]:
    """Every cell, tried one after the other; leaves nothing behind on the cluster.

    Raises NoRightsHere, and what reading the declaration raises.
    """
    desired = trial.desired()
    if not desired.access:
        raise NoRightsHere(desired.environment)
    return tuple(
        Cell(attempt, _declared(desired, attempt), trial.probe.try_out(attempt))
        for attempt in attempts(desired)
    )


def attempts(desired: Desired) -> Sequence[Attempt]:
    """Who could try what: each user on each topic, on each service's groups, and on the cluster."""
    users = sorted({item.user for item in desired.state.credentials})
    groups = sorted(
        {item.resource for item in desired.state.grants if item.kind is ResourceKind.GROUP} - {"*"}
    )
    return tuple(
        found for user in users for found in _of(user, sorted(desired.state.topics), groups)
    )


def _of(user: str, topics: Sequence[str], groups: Sequence[str]) -> Iterator[Attempt]:
    for name in topics:
        for operation in _ON_EACH_TOPIC:
            yield Attempt(user, operation, Resource.TOPIC, name)
    for operation in _ON_ONE_TOPIC:
        yield Attempt(user, operation, Resource.TOPIC, topics[0])
    yield Attempt(user, Operation.CREATE, Resource.TOPIC, NOWHERE)
    for prefix in groups:
        yield Attempt(user, Operation.READ, Resource.GROUP, f"{prefix}access-probe")
        yield Attempt(user, Operation.WRITE, Resource.TRANSACTIONAL_ID, f"{prefix}access-probe")
    for operation in _ON_THE_CLUSTER:
        yield Attempt(user, operation, Resource.CLUSTER)


def _declared(desired: Desired, attempt: Attempt) -> bool:
    right, kind = Right[attempt.operation.name], ResourceKind[attempt.resource.name]
    grants = desired.state.grants
    if kind is ResourceKind.CLUSTER:
        return may(grants, attempt.principal, right, kind, THE_CLUSTER)
    if may(grants, attempt.principal, right, kind, attempt.name):
        return True
    # A topic is made by who may make that one, or any.
    making = right is Right.CREATE and kind is ResourceKind.TOPIC
    return making and may(grants, attempt.principal, right, ResourceKind.CLUSTER, THE_CLUSTER)
