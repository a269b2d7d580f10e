"""A Kafka cluster through its own administrative requests."""

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Final

from confluent_kafka import KafkaError, KafkaException, TopicCollection, TopicPartition
from confluent_kafka.admin import (
    AclOperation,
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    ConfigSource,
    OffsetSpec,
    ScramCredentialInfo,
    ScramMechanism,
    TopicDescription,
    UserScramCredentialDeletion,
    UserScramCredentialUpsertion,
)
from confluent_kafka.cimpl import NewPartitions, NewTopic

from metamodel.streaming.broker_access import ClientOptions
from metamodel.streaming.cluster import Configs, Credential, Grant, Mechanism, Quotas, TopicState
from orchestration.adapters.accounts_kafka import KafkaAccounts
from orchestration.adapters.acl_bindings import binding_of, filter_of
from orchestration.adapters.event_source_kafka import KafkaEventSource
from orchestration.adapters.kafka_access import PLAIN, KafkaAccess
from orchestration.adapters.kafka_admin import KafkaAdmin
from orchestration.adapters.kafka_administering import Awaited, answer, changing, finished, looking
from orchestration.adapters.kafka_reading import ELECTING, ELECTION_S
from orchestration.ports.streaming_admin import CouldNotLook

_BROKERS_DEFAULT: Final = -1
_CLUSTERS_OWN: Final = "__"
_GROUP: Final = "rampart.streaming-admin"  # a reader has to name one; nothing is committed for it
_ENDS: Final[tuple[OffsetSpec, OffsetSpec]] = (
    OffsetSpec.earliest(),  # type: ignore[no-untyped-call]
    OffsetSpec.latest(),  # type: ignore[no-untyped-call]
)
_MECHANISMS: Final = {
    Mechanism.SCRAM_SHA_256: ScramMechanism.SCRAM_SHA_256,
    Mechanism.SCRAM_SHA_512: ScramMechanism.SCRAM_SHA_512,
}


class KafkaStreamingAdmin:
    """Every request has a limit of `timeout_s`. Raises AccessRefused beside its port's errors."""

    def __init__(
        self,
        bootstrap: str,
        *,
        timeout_s: float = 30.0,
        access: KafkaAccess = PLAIN,
        client_options: ClientOptions | None = None,
    ) -> None:
        self._bootstrap, self._access = bootstrap, access
        self._timeout_s = timeout_s
        self._options = dict(client_options or {})
        self._kafka = KafkaAdmin(
            bootstrap, access, timeout_s=timeout_s, client_options=self._options
        )
        self._accounts = KafkaAccounts(
            bootstrap, timeout_s=timeout_s, access=access, client_options=self._options
        )

    def topics(self, expected: Collection[str]) -> Mapping[str, TopicState]:
        with looking("topics"):
            listed = self._admin.list_topics(timeout=self._timeout_s).topics.values()
        found = {
            topic.topic: TopicState(
                topic.topic,
                len(topic.partitions),
                min((len(item.replicas) for item in topic.partitions.values()), default=0),
            )
            for topic in listed
            if topic.topic is not None and not topic.topic.startswith(_CLUSTERS_OWN)
        }
        # Who may not see a topic gets a list without it; asked by name, the broker says so.
        self._described(expected - found.keys(), missing=True)
        return found

    def configs(self, topics: Collection[str]) -> Mapping[str, tuple[Configs, frozenset[str]]]:
        if not topics:
            return {}
        wanted = [ConfigResource(ConfigResource.Type.TOPIC, name) for name in topics]
        found = {}
        with looking("settings of topics"):
            asked = self._admin.describe_configs(wanted, request_timeout=self._timeout_s)
            for resource, future in asked.items():
                entries: Mapping[str, ConfigEntry] = answer(future, self._timeout_s)
                values = {name: str(item.value) for name, item in entries.items()}
                found[resource.name] = (
                    values,
                    frozenset(filter(None, map(_own, entries.values()))),
                )
        return found

    def grants(self) -> frozenset[Grant]:
        return self._accounts.grants()

    def credentials(self) -> frozenset[Credential]:
        self._require_describe("credentials")
        return self._accounts.credentials()

    def quotas(self) -> Mapping[str, Quotas]:
        return self._accounts.quotas()

    def topics_with_records(self, topics: Collection[str]) -> frozenset[str]:
        places = [
            TopicPartition(topic.name, item.id)
            for topic in self._described(topics)
            for item in topic.partitions
        ]
        with looking("offsets"):
            first, last = (self._offsets(places, at) for at in _ENDS)
        return frozenset(name for (name, item), end in last.items() if end > first[name, item])

    def unread_before(self, topic: str, timestamp_ms: int) -> Mapping[str, int]:
        with looking("consumer groups"):
            asked = self._admin.list_consumer_groups(request_timeout=self._timeout_s)
            groups = [item.group_id for item in answer(asked, self._timeout_s).valid]
        edge = self._source(topic, _GROUP).position_at(timestamp_ms)
        low = self._source(topic, _GROUP).state().low
        unread = {}
        for group in groups:
            position = self._source(topic, group).committed()
            counts = (edge[item] - max(at, low[item]) for item, at in position.items())
            unread[group] = sum(count for count in counts if count > 0)
        return {group: count for group, count in unread.items() if count}

    def create_topics(self, topics: Iterable[TopicState]) -> None:
        new = [
            NewTopic(
                topic.name,
                topic.partitions,
                topic.replication or _BROKERS_DEFAULT,
                config=dict(topic.configs),
            )
            for topic in topics
        ]
        there = {KafkaError.TOPIC_ALREADY_EXISTS}
        self._change("create topic", self._admin.create_topics, new, accepted=there)

    def add_partitions(self, counts: Mapping[str, int]) -> None:
        new = [NewPartitions(topic, count) for topic, count in counts.items()]
        self._change("add partitions to", self._admin.create_partitions, new)

    def set_configs(self, values: Mapping[str, Configs]) -> None:
        resources = [
            ConfigResource(
                ConfigResource.Type.TOPIC,
                topic,
                incremental_configs=[
                    ConfigEntry(name, value, incremental_operation=AlterConfigOpType.SET)
                    for name, value in configs.items()
                ],
            )
            for topic, configs in values.items()
        ]
        self._change("set", self._admin.incremental_alter_configs, resources)

    def put_credentials(self, passwords: Mapping[Credential, str]) -> None:
        upserts = [
            UserScramCredentialUpsertion(
                item.user,
                ScramCredentialInfo(_MECHANISMS[item.mechanism], item.iterations),
                password.encode(),
            )
            for item, password in passwords.items()
        ]
        for item in upserts:  # of two for one user in one request the broker refuses both
            self._change("make credential of", self._admin.alter_user_scram_credentials, [item])

    def add_grants(self, grants: Iterable[Grant]) -> None:
        self._change("grant", self._admin.create_acls, [binding_of(item) for item in grants])

    def set_quotas(self, limits: Mapping[str, Mapping[str, float | None]]) -> None:
        self._accounts.set_quotas(limits)

    def remove_grants(self, grants: Iterable[Grant]) -> None:
        self._change("revoke", self._admin.delete_acls, [filter_of(item) for item in grants])

    def remove_credentials(self, credentials: Iterable[Credential]) -> None:
        deletions = [
            UserScramCredentialDeletion(item.user, _MECHANISMS[item.mechanism])
            for item in credentials
        ]
        alter, gone = self._admin.alter_user_scram_credentials, {KafkaError.RESOURCE_NOT_FOUND}
        for item in deletions:
            self._change("remove credential of", alter, [item], accepted=gone)

    def delete_topics(self, topics: Iterable[str]) -> None:
        gone = {KafkaError.UNKNOWN_TOPIC_OR_PART}
        self._change("delete topic", self._admin.delete_topics, list(topics), accepted=gone)

    @property
    def _admin(self) -> AdminClient:
        with looking("the cluster"):
            return self._kafka.client()

    def _source(self, topic: str, group: str) -> KafkaEventSource:
        return KafkaEventSource(
            self._bootstrap,
            topic,
            group=group,
            timeout_s=self._timeout_s,
            access=self._access,
            client_options=self._options,
        )

    def _change(
        self,
        what: str,
        request: Callable[..., Awaited],
        items: Sequence[object],
        *,
        accepted: Collection[int] = (),
    ) -> None:
        """The client takes no empty request."""
        if items:
            with changing(what):
                asked = request(items, request_timeout=self._timeout_s)
            finished(what, asked, self._timeout_s, accepted=accepted)

    def _require_describe(self, what: str) -> None:
        with looking(what):
            asked = self._admin.describe_cluster(
                include_authorized_operations=True, request_timeout=self._timeout_s
            )
            allowed = answer(asked, self._timeout_s).authorized_operations or ()
        if AclOperation.DESCRIBE not in allowed:
            raise CouldNotLook(what, "this principal may not describe the cluster")

    def _described(
        self, topics: Collection[str], *, missing: bool = False
    ) -> list[TopicDescription]:
        """Topics by name; with `missing`, those that are there although nobody expects them."""
        if not topics:
            return []
        found = []
        with looking("topics"):
            asked = self._admin.describe_topics(
                TopicCollection(list(topics)), request_timeout=self._timeout_s
            )
            for future in asked.values():
                try:
                    found.append(answer(future, self._timeout_s))
                except KafkaException as error:
                    if not missing or error.args[0].code() != KafkaError.UNKNOWN_TOPIC_OR_PART:
                        raise
        return found

    def _offsets(
        self, places: Sequence[TopicPartition], at: OffsetSpec
    ) -> dict[tuple[str, int], int]:
        deadline = time.monotonic() + self._timeout_s
        while True:
            try:
                asked = self._admin.list_offsets(
                    dict.fromkeys(places, at), request_timeout=self._timeout_s
                )
                return {
                    (place.topic, place.partition): answer(future, self._timeout_s).offset
                    for place, future in asked.items()
                }
            except KafkaException as error:
                if error.args[0].code() not in ELECTING or time.monotonic() > deadline:
                    raise
            time.sleep(ELECTION_S)


def _own(entry: ConfigEntry) -> str | None:
    """The setting's name if it is set on the topic itself."""
    own = ConfigSource(entry.source) is ConfigSource.DYNAMIC_TOPIC_CONFIG
    return entry.name if own else None
