"""Attempts of an administrator that change nothing: validated only, or about what is not there."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, Final

from confluent_kafka import TopicCollection, TopicPartition
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    ScramMechanism,
    UserScramCredentialDeletion,
)
from confluent_kafka.cimpl import NewPartitions, NewTopic

from orchestration.ports.access_probe import Operation, Resource

Asked = Mapping[Any, "Future[Any]"]
_NOBODY: Final = "rampart-access-probe-nobody"
_ANY_BROKER: Final = "1"


def _create_topic(client: AdminClient, name: str) -> Asked:
    return client.create_topics([NewTopic(name, 1, -1)], validate_only=True)


def _delete_records(client: AdminClient, name: str) -> Asked:
    """Before the first offset: nothing lies there."""
    return client.delete_records([TopicPartition(name, 0, 0)])


def _alter_topic(client: AdminClient, name: str) -> Asked:
    """To one partition: there is never less than that."""
    return client.create_partitions([NewPartitions(name, 1)], validate_only=True)


def _describe_topic(client: AdminClient, name: str) -> Asked:
    return client.describe_topics(TopicCollection([name]))


def _alter_topic_configs(client: AdminClient, name: str) -> Asked:
    return _validate(client, ConfigResource.Type.TOPIC, name, "retention.ms", "86400000")


def _describe_topic_configs(client: AdminClient, name: str) -> Asked:
    return client.describe_configs([ConfigResource(ConfigResource.Type.TOPIC, name)])


def _alter_cluster(client: AdminClient, name: str) -> Asked:
    """Delete the credential of a user there is not: only who may alter hears that."""
    del name
    nobody = UserScramCredentialDeletion(_NOBODY, ScramMechanism.SCRAM_SHA_512)
    return client.alter_user_scram_credentials([nobody])


def _alter_broker_configs(client: AdminClient, name: str) -> Asked:
    broker = name or _ANY_BROKER
    return _validate(client, ConfigResource.Type.BROKER, broker, "log.cleaner.threads", "1")


def _describe_broker_configs(client: AdminClient, name: str) -> Asked:
    broker = ConfigResource(ConfigResource.Type.BROKER, name or _ANY_BROKER)
    return client.describe_configs([broker])


def _validate(client: AdminClient, kind: Any, name: str, key: str, value: str) -> Asked:
    entry = ConfigEntry(key, value, incremental_operation=AlterConfigOpType.SET)
    resource = ConfigResource(kind, name, incremental_configs=[entry])
    return client.incremental_alter_configs([resource], validate_only=True)


# Describing the cluster is missing: a request for a credential that is not there returns garbage
# from this client, and then ends the process (confluent-kafka 2.16, seen twice).
ADMIN_ATTEMPTS: Final[Mapping[tuple[Operation, Resource], Callable[[AdminClient, str], Asked]]] = {
    (Operation.CREATE, Resource.TOPIC): _create_topic,
    (Operation.DELETE, Resource.TOPIC): _delete_records,
    (Operation.ALTER, Resource.TOPIC): _alter_topic,
    (Operation.DESCRIBE, Resource.TOPIC): _describe_topic,
    (Operation.ALTER_CONFIGS, Resource.TOPIC): _alter_topic_configs,
    (Operation.DESCRIBE_CONFIGS, Resource.TOPIC): _describe_topic_configs,
    (Operation.ALTER, Resource.CLUSTER): _alter_cluster,
    (Operation.ALTER_CONFIGS, Resource.CLUSTER): _alter_broker_configs,
    (Operation.DESCRIBE_CONFIGS, Resource.CLUSTER): _describe_broker_configs,
}
"""How each is tried out."""
