"""What would have to be done to make a cluster as it is declared, and what that would mean."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import astuple, dataclass, replace
from typing import Any

from metamodel.kernel.canonical import fingerprint
from metamodel.kernel.clock import Clock
from metamodel.streaming.changes import ConfigValue, Difference, Permission, Stage, Verdict
from metamodel.streaming.cluster import (
    EVERY,
    ClusterState,
    Grant,
    Match,
    Operation,
    ResourceKind,
    TopicState,
)
from metamodel.streaming.compare import compare, owned_part
from metamodel.streaming.derive import Desired
from metamodel.streaming.topic_configs import RETENTION
from orchestration.ports.streaming_admin import StreamingAdmin

Permissions = AbstractSet[Permission]
HASH_DIGITS = 16
_LOOKS = frozenset({Operation.DESCRIBE, Operation.DESCRIBE_CONFIGS})


@dataclass(frozen=True, slots=True)
class Plan:
    """Every difference in the order of the work; `hash` names what was seen and what is wanted."""

    environment: str
    differences: tuple[Difference, ...]
    hash: str
    seen: ClusterState

    @property
    def drift(self) -> tuple[Difference, ...]:
        """Without what is only worth knowing."""
        return tuple(item for item in self.differences if item.is_drift)

    def ready(self, permissions: Permissions) -> tuple[Difference, ...]:
        """What these permissions allow to be done."""
        return tuple(item for item in self.drift if _is_ready(item, permissions))

    def held(self, permissions: Permissions) -> tuple[Difference, ...]:
        """What stays because nothing is deleted unless that is said; it stands in nobody's way."""
        return tuple(item for item in self.drift if _is_held(item, permissions))

    def refused(self, permissions: Permissions) -> tuple[Difference, ...]:
        """What needs another permission, or cannot be done here at all."""
        return tuple(
            item
            for item in self.drift
            if not _is_ready(item, permissions) and not _is_held(item, permissions)
        )


def _is_ready(item: Difference, permissions: Permissions) -> bool:
    return item.stage is not None and item.needs <= permissions


def _is_held(item: Difference, permissions: Permissions) -> bool:
    return Permission.DELETE in item.needs and Permission.DELETE not in permissions


def plan_streaming(desired: Desired, admin: StreamingAdmin, clock: Clock) -> Plan:
    """Look at a cluster and compare; changes nothing.

    Raises ClusterUnavailable, CouldNotLook, NoAuthorizer.
    """
    actual = observe_cluster(desired, admin)
    judged = _judge_widening(compare(desired, actual), actual, admin)
    differences = tuple(_judge_retention(item, admin, clock) for item in judged)
    return Plan(desired.environment, differences, plan_hash(desired, actual), actual)


def observe_cluster(desired: Desired, admin: StreamingAdmin) -> ClusterState:
    """The state of a cluster as far as the declaration of this environment speaks of it."""
    topics = dict(admin.topics(desired.state.topics))
    ours = [name for name in topics if desired.owned.owns_topic(name)]
    for name, (configs, own) in admin.configs(ours).items():
        topics[name] = replace(topics[name], configs=configs, own=own)
    if not desired.access:
        return ClusterState(topics)
    return ClusterState(topics, admin.grants(), admin.credentials(), admin.quotas())


def plan_hash(desired: Desired, actual: ClusterState) -> str:
    """Changes when anything does that the plan depends on; others' things may come and go."""
    seen = owned_part(actual, desired.owned, desired.state)
    return fingerprint(desired.environment, *map(_plain, (desired.state, seen)))[:HASH_DIGITS]


def _plain(state: ClusterState) -> list[Any]:
    return [
        [_topic(item) for _, item in sorted(state.topics.items())],
        sorted(map(astuple, state.grants)),
        sorted([item.user, item.mechanism, item.iterations] for item in state.credentials),
        sorted([user, sorted(limits.items())] for user, limits in state.quotas.items()),
    ]


def _topic(topic: TopicState) -> list[Any]:
    return [topic.name, topic.partitions, topic.replication, sorted(topic.configs.items())]


def _judge_widening(
    differences: Sequence[Difference], actual: ClusterState, admin: StreamingAdmin
) -> list[Difference]:
    """New rights to records that are there already are for somebody to allow."""
    touched = {
        item.change.resource
        for item in differences
        if _grants_records(item) and isinstance(item.change, Grant)
    }
    there = [name for name in actual.topics if name in touched]
    full = admin.topics_with_records(there) if there else frozenset()
    return [_wider(item, full) if _grants_records(item) else item for item in differences]


def _grants_records(item: Difference) -> bool:
    """Is it a new grant by which records could be read, written or removed?"""
    grant = item.change
    return (
        item.stage is Stage.ADD_GRANTS
        and isinstance(grant, Grant)
        and grant.kind in {ResourceKind.TOPIC, ResourceKind.CLUSTER}
        and grant.operation not in _LOOKS
    )


def _wider(item: Difference, full: AbstractSet[str]) -> Difference:
    grant = item.change
    if not isinstance(grant, Grant):
        return item
    beyond = grant.match is Match.PREFIXED or grant.resource == EVERY
    if not beyond and grant.kind is ResourceKind.TOPIC and grant.resource not in full:
        return item
    return replace(
        item,
        verdict=Verdict.UNSAFE,
        needs=item.needs | {Permission.WIDER},
        why="records that are there already become open to one user more",
        cure="Make sure that the role is meant, then allow it.",
    )


def _judge_retention(item: Difference, admin: StreamingAdmin, clock: Clock) -> Difference:
    """A cut is safe unless a group has not yet read what it would remove."""
    change = item.change
    if item.stage is not Stage.NARROW_CONFIGS or not isinstance(change, ConfigValue):
        return item
    if change.name != RETENTION:
        return item
    edge_ms = int(clock.now().timestamp() * 1000) - int(change.value)
    unread = admin.unread_before(change.topic, edge_ms)
    if not unread:
        return item
    return replace(
        item,
        verdict=Verdict.UNSAFE,
        needs=item.needs | {Permission.LOSS},
        why=f"records would go unread: {_words(unread.items())}",
        cure="Let the groups catch up, then plan again.",
    )


def _words(unread: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{count} of {group}" for group, count in sorted(unread))
