"""Strimzi's resources by our own models: what is committed passes, and each mistake is found."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from ops.deployment.strimzi_cluster import kafka_resources
from ops.deployment.strimzi_kinds import strimzi_faults
from ops.stack.places import REPOSITORY, STREAMING
from orchestration.adapters.streaming_files import read_declaration

CLUSTER = [
    one for one in kafka_resources(read_declaration(STREAMING)) if "strimzi" in one["apiVersion"]
]
FILES = [
    one
    for file in sorted((REPOSITORY / "ops" / "k8s" / "streaming").glob("*.yaml"))
    for one in yaml.safe_load_all(file.read_text())
]
KINDS = {
    "Kafka": CLUSTER[0],
    "KafkaNodePool": CLUSTER[1],
    "KafkaTopic": next(one for one in FILES if one["kind"] == "KafkaTopic"),
    "KafkaUser": next(one for one in FILES if one["kind"] == "KafkaUser"),
}


def test_every_committed_resource_passes() -> None:
    assert len(FILES) > 10
    assert [why for one in (*CLUSTER, *FILES) for why in strimzi_faults(one)] == []


Change = Callable[[dict[str, Any]], Any]
CANARIES: dict[str, tuple[str, Change, str]] = {
    "an older version": (
        "Kafka",
        lambda one: one.update(apiVersion="kafka.strimzi.io/v1beta2"),
        "is none of",
    ),
    "a kind of another": ("KafkaUser", lambda one: one.update(kind="KafkaConnect"), "is none of"),
    "a misspelt field": ("Kafka", lambda one: one["spec"]["kafka"].update(listener=[]), "listener"),
    "a listener without TLS": (
        "Kafka",
        lambda one: one["spec"]["kafka"]["listeners"][0].update(tls=False),
        "tls",
    ),
    "a listener that asks nobody": (
        "Kafka",
        lambda one: one["spec"]["kafka"]["listeners"][0].pop("authentication"),
        "authentication",
    ),
    "a listener for the outside": (
        "Kafka",
        lambda one: one["spec"]["kafka"]["listeners"][0].update(type="loadbalancer"),
        "type",
    ),
    "no authorizer": (
        "Kafka",
        lambda one: one["spec"]["kafka"].pop("authorization"),
        "authorization",
    ),
    "two nodes": ("KafkaNodePool", lambda one: one["spec"].update(replicas=2), "replicas"),
    "an even number of controllers": (
        "KafkaNodePool",
        lambda one: one["spec"].update(replicas=4),
        "even number",
    ),
    "a disk that goes with its pool": (
        "KafkaNodePool",
        lambda one: one["spec"]["storage"]["volumes"][0].update(deleteClaim=True),
        "deleteClaim",
    ),
    "no limits": ("KafkaNodePool", lambda one: one["spec"].pop("resources"), "resources"),
    "a text for a number": (
        "KafkaTopic",
        lambda one: one["spec"].update(partitions="3"),
        "partitions",
    ),
    "a name that is none": (
        "KafkaTopic",
        lambda one: one["metadata"].update(name="Shop_Order"),
        "name",
    ),
    "a topic of no cluster": (
        "KafkaTopic",
        lambda one: one["metadata"].update(labels={}),
        "no cluster",
    ),
    "a user with a password here": (
        "KafkaUser",
        lambda one: one["spec"]["authentication"].update(password={"value": "x"}),
        "password",
    ),
    "an operation there is not": (
        "KafkaUser",
        lambda one: one["spec"]["authorization"]["acls"][0].update(operations=["Browse"]),
        "operations",
    ),
    "a cluster with a name": (
        "KafkaUser",
        lambda one: one["spec"]["authorization"]["acls"][0].update(
            resource={"type": "cluster", "name": "x"}
        ),
        "have a name",
    ),
}


@pytest.mark.parametrize("case", CANARIES)
def test_canary(case: str) -> None:
    kind, change, words = CANARIES[case]
    document = copy.deepcopy(KINDS[kind])
    assert strimzi_faults(document) == []
    change(document)

    found = strimzi_faults(document)
    assert found
    assert words in " ".join(found)
