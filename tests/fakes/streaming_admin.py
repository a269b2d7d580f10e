"""A cluster in memory."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from metamodel.streaming.cluster import (
    ClusterState,
    Configs,
    Credential,
    Grant,
    Quotas,
    TopicState,
)
from orchestration.ports.streaming_admin import ChangeRefused, ClusterUnavailable, CouldNotLook

INHERITED: Mapping[str, str] = {
    "cleanup.policy": "delete",
    "compression.type": "producer",
    "max.message.bytes": "1048588",
    "min.insync.replicas": "1",
    "retention.ms": "604800000",
}
BROKERS = 3


class FakeStreamingAdmin:
    """What was asked is in `asked`; `hidden` topics and `blind` say what this principal may see.

    `fails_after` changes are taken; then every further one raises ClusterUnavailable.
    """

    def __init__(self, state: ClusterState | None = None) -> None:
        start = state or ClusterState()
        self.own: dict[str, TopicState] = dict(start.topics)
        self.acls = set(start.grants)
        self.logins = {(item.user, item.mechanism): item for item in start.credentials}
        self.passwords: dict[str, str] = {}
        self.limits: dict[str, dict[str, float]] = {
            user: dict(limits) for user, limits in start.quotas.items()
        }
        self.full: set[str] = set()
        self.unread: dict[str, dict[str, list[int]]] = {}  # topic -> group -> record times, ms
        self.hidden: set[str] = set()
        self.blind = False
        self.fails_after: int | None = None
        self.asked: list[str] = []

    @property
    def state(self) -> ClusterState:
        """Everything, as it is now."""
        quotas = {user: dict(limits) for user, limits in self.limits.items()}
        credentials = frozenset(self.logins.values())
        return ClusterState(dict(self.own), frozenset(self.acls), credentials, quotas)

    def topics(self, expected: Collection[str]) -> Mapping[str, TopicState]:
        if unseen := self.hidden.intersection(expected):
            raise CouldNotLook("topics", *sorted(unseen))
        return {
            name: replace(topic, configs={}, own=frozenset())
            for name, topic in self.own.items()
            if name not in self.hidden
        }

    def configs(self, topics: Collection[str]) -> Mapping[str, tuple[Configs, frozenset[str]]]:
        return {
            name: ({**INHERITED, **self.own[name].configs}, frozenset(self.own[name].configs))
            for name in topics
        }

    def grants(self) -> frozenset[Grant]:
        self._look("grants")
        return frozenset(self.acls)

    def credentials(self) -> frozenset[Credential]:
        self._look("credentials")
        return frozenset(self.logins.values())

    def quotas(self) -> Mapping[str, Quotas]:
        self._look("quotas")
        return {user: dict(limits) for user, limits in self.limits.items()}

    def topics_with_records(self, topics: Collection[str]) -> frozenset[str]:
        return frozenset(self.full.intersection(topics))

    def unread_before(self, topic: str, timestamp_ms: int) -> Mapping[str, int]:
        counts = {
            group: sum(time < timestamp_ms for time in times)
            for group, times in self.unread.get(topic, {}).items()
        }
        return {group: count for group, count in counts.items() if count}

    def create_topics(self, topics: Iterable[TopicState]) -> None:
        self._change("create_topics")
        for topic in topics:
            if (topic.replication or 1) > BROKERS:
                raise ChangeRefused("create topic", topic.name, "INVALID_REPLICATION_FACTOR")
            made = replace(topic, replication=topic.replication or 1)
            self.own.setdefault(topic.name, made)

    def add_partitions(self, counts: Mapping[str, int]) -> None:
        self._change("add_partitions")
        for name, count in counts.items():
            if count < self.own[name].partitions:
                raise ChangeRefused("add partitions", name, "INVALID_PARTITIONS")
            self.own[name] = replace(self.own[name], partitions=count)

    def set_configs(self, values: Mapping[str, Configs]) -> None:
        self._change("set_configs")
        for name, configs in values.items():
            if name not in self.own:
                raise ChangeRefused("set", name, "UNKNOWN_TOPIC_OR_PART")
            self.own[name] = replace(self.own[name], configs={**self.own[name].configs, **configs})

    def put_credentials(self, passwords: Mapping[Credential, str]) -> None:
        self._change("put_credentials")
        for item, password in passwords.items():
            self.logins[item.user, item.mechanism] = item
            self.passwords[item.user] = password

    def add_grants(self, grants: Iterable[Grant]) -> None:
        self._change("add_grants")
        self.acls |= set(grants)

    def set_quotas(self, limits: Mapping[str, Mapping[str, float | None]]) -> None:
        self._change("set_quotas")
        for user, values in limits.items():
            merged = {**self.limits.get(user, {}), **values}
            kept = {name: value for name, value in merged.items() if value is not None}
            self.limits[user] = kept
            if not kept:
                del self.limits[user]

    def remove_grants(self, grants: Iterable[Grant]) -> None:
        self._change("remove_grants")
        self.acls -= set(grants)

    def remove_credentials(self, credentials: Iterable[Credential]) -> None:
        self._change("remove_credentials")
        for item in credentials:
            self.logins.pop((item.user, item.mechanism), None)

    def delete_topics(self, topics: Iterable[str]) -> None:
        self._change("delete_topics")
        for name in topics:
            self.own.pop(name, None)

    def _look(self, what: str) -> None:
        if self.blind:
            raise CouldNotLook(what)

    def _change(self, what: str) -> None:
        if self.fails_after is not None and len(self.asked) >= self.fails_after:
            raise ClusterUnavailable(what, "the connection was cut")
        self.asked.append(what)
