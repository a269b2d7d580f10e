"""Strimzi's resources."""

import re

import yaml

from metamodel.streaming.exports.strimzi import strimzi_files, topic_resources, user_resources
from tests.metamodel.streaming.shop import desired
from tests.not_proven import not_proven

NAME = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")


def test_a_topic_is_a_resource_of_its_name() -> None:
    first, *_ = topic_resources(desired())

    assert first == {
        "apiVersion": "kafka.strimzi.io/v1",
        "kind": "KafkaTopic",
        "metadata": {
            "name": "shop.order.v1",
            "labels": {"strimzi.io/cluster": "rampart", "app.kubernetes.io/part-of": "rampart"},
        },
        "spec": {
            "topicName": "shop.order.v1",
            "partitions": 12,
            "replicas": 3,
            "config": {
                "cleanup.policy": "delete",
                "min.insync.replicas": "2",
                "retention.ms": "86400000",
            },
        },
    }


def test_a_user_has_its_rights_by_resource_and_its_limits() -> None:
    front = next(item for item in user_resources(desired()) if item["metadata"]["name"] == "front")  # type: ignore[index]

    spec = front["spec"]
    assert isinstance(spec, dict)
    assert spec["authentication"] == {"type": "scram-sha-512"}
    assert spec["quotas"] == {"producerByteRate": 1_048_576, "requestPercentage": 50}
    assert {
        "type": "allow",
        "resource": {"type": "topic", "name": "shop.order.v1", "patternType": "literal"},
        "operations": ["Describe", "Write"],
        "host": "*",
    } in spec["authorization"]["acls"]
    assert {
        "type": "allow",
        "resource": {"type": "transactionalId", "name": "front-", "patternType": "prefix"},
        "operations": ["Describe", "Write"],
        "host": "*",
    } in spec["authorization"]["acls"]


def test_the_cluster_has_no_name_and_operations_are_in_one_word() -> None:
    users = user_resources(desired())
    watcher = next(item for item in users if item["metadata"]["name"] == "watcher")  # type: ignore[index]

    acls = watcher["spec"]["authorization"]["acls"]  # type: ignore[index]
    assert {
        "type": "allow",
        "resource": {"type": "cluster"},
        "operations": ["Describe", "DescribeConfigs"],
        "host": "*",
    } in acls


def test_every_name_is_one_in_kubernetes_and_no_secret_is_written() -> None:
    files = strimzi_files(desired())

    for text in files.values():
        assert "password" not in text
        for item in yaml.safe_load_all(text):
            assert NAME.fullmatch(item["metadata"]["name"])


def test_without_an_authorizer_there_are_no_users() -> None:
    assert strimzi_files(desired("bench")).keys() == {"topics.yaml"}


def test_the_operators_own_definitions_accept_them() -> None:
    not_proven("Strimzi: the definitions of its resources come from no package registry")
