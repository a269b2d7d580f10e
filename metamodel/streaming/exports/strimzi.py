"""Strimzi's resources: a KafkaTopic a topic, a KafkaUser a user; its operators make them true.

Passwords are the operator's: it makes a secret for each user.
"""

from collections import defaultdict
from collections.abc import Iterable

from metamodel.naming import words
from metamodel.streaming.cluster import Grant, Match, Operation, Quotas, ResourceKind
from metamodel.streaming.derive import Desired
from metamodel.streaming.exports.yaml_words import yaml_text

API = "kafka.strimzi.io/v1"
CLUSTER = "rampart"
_KINDS = {
    ResourceKind.TOPIC: "topic",
    ResourceKind.GROUP: "group",
    ResourceKind.CLUSTER: "cluster",
    ResourceKind.TRANSACTIONAL_ID: "transactionalId",
}
_QUOTAS = {
    "producer_byte_rate": "producerByteRate",
    "consumer_byte_rate": "consumerByteRate",
    "request_percentage": "requestPercentage",
}
Resource = dict[str, object]


def strimzi_files(desired: Desired) -> dict[str, str]:
    """`topics.yaml` and `users.yaml`, each with all of its resources."""
    found = {"topics.yaml": yaml_text(*topic_resources(desired))}
    users = user_resources(desired)
    return found | ({"users.yaml": yaml_text(*users)} if users else {})


def topic_resources(desired: Desired) -> list[Resource]:
    """One of each topic; a topic's name is a name in Kubernetes as well."""
    return [
        _resource(
            "KafkaTopic",
            name,
            {
                "topicName": name,
                "partitions": topic.partitions,
                **({"replicas": topic.replication} if topic.replication else {}),
                "config": dict(topic.configs),
            },
        )
        for name, topic in desired.state.topics.items()
    ]


def user_resources(desired: Desired) -> list[Resource]:
    """One of each user, with all that it may do."""
    state = desired.state
    return [
        _resource(
            "KafkaUser",
            user,
            {
                "authentication": {"type": "scram-sha-512"},
                "authorization": {
                    "type": "simple",
                    "acls": _acls(item for item in state.grants if item.user == user),
                },
                **_quotas(state.quotas.get(user, {})),
            },
        )
        for user in sorted({item.user for item in state.credentials})
    ]


def _resource(kind: str, name: str, spec: Resource) -> Resource:
    labels = {"strimzi.io/cluster": CLUSTER, "app.kubernetes.io/part-of": "rampart"}
    metadata = {"name": name, "labels": labels}
    return {"apiVersion": API, "kind": kind, "metadata": metadata, "spec": spec}


def _acls(grants: Iterable[Grant]) -> list[Resource]:
    """Operations on one resource belong together."""
    found: dict[tuple[ResourceKind, str, Match, str, str], list[Operation]] = defaultdict(list)
    for item in sorted(grants):
        key = (item.kind, item.resource, item.match, item.effect.value.lower(), item.host)
        found[key].append(item.operation)
    return [
        {
            "type": effect,
            "resource": _target(kind, name, match),
            "operations": [words.pascal(operation.lower().split("_")) for operation in operations],
            "host": host,
        }
        for (kind, name, match, effect, host), operations in found.items()
    ]


def _target(kind: ResourceKind, name: str, match: Match) -> Resource:
    if kind is ResourceKind.CLUSTER:
        return {"type": _KINDS[kind]}
    pattern = "prefix" if match is Match.PREFIXED else "literal"
    return {"type": _KINDS[kind], "name": name, "patternType": pattern}


def _quotas(limits: Quotas) -> Resource:
    named = {_QUOTAS[name]: int(value) for name, value in limits.items()}
    return {"quotas": named} if named else {}
