"""The brokers, as Strimzi is told of them."""

from metamodel.events._catalogue import topics
from metamodel.streaming.derive import derive
from ops.deployment.strimzi_cluster import COPIES, IN_SYNC, LISTENER_PORT, kafka_resources
from ops.deployment.workloads import AT
from ops.stack.places import STREAMING
from orchestration.adapters.streaming_files import read_declaration

DECLARATION = read_declaration(STREAMING)
FOUND = kafka_resources(DECLARATION)
KAFKA = next(one for one in FOUND if one["kind"] == "Kafka")["spec"]["kafka"]
POOLS = {one["metadata"]["name"]: one["spec"] for one in FOUND if one["kind"] == "KafkaNodePool"}


def test_three_controllers_and_three_brokers_apart() -> None:
    assert {name: (spec["roles"], spec["replicas"]) for name, spec in POOLS.items()} == {
        "controller": (["controller"], 3),
        "broker": (["broker"], 3),
    }


def test_the_only_way_in_asks_for_a_password_over_tls() -> None:
    (listener,) = KAFKA["listeners"]

    assert (listener["tls"], listener["authentication"]["type"]) == (True, "scram-sha-512")
    assert AT.kafka.endswith(f":{LISTENER_PORT}")
    assert listener["port"] == LISTENER_PORT


def test_nobody_may_do_anything_that_is_not_granted_but_the_superuser() -> None:
    assert KAFKA["authorization"] == {"type": "simple", "superUsers": ["admin"]}
    users = {one["metadata"]["name"] for one in FOUND if one["kind"] == "KafkaUser"}
    assert users == {"admin"}
    assert not users & DECLARATION.users.keys()


def test_brokers_keep_as_many_copies_as_the_declaration_asks_for() -> None:
    wanted = derive(DECLARATION, topics(), "production").state.topics.values()

    assert {topic.replication for topic in wanted} == {COPIES} == {POOLS["broker"]["replicas"]}
    assert {topic.configs["min.insync.replicas"] for topic in wanted} == {str(IN_SYNC)}
    assert KAFKA["config"]["default.replication.factor"] == COPIES
    assert KAFKA["config"]["min.insync.replicas"] == IN_SYNC


def test_figures_have_the_rules_of_the_local_profile() -> None:
    rules = next(one for one in FOUND if one["kind"] == "ConfigMap")
    reference = KAFKA["metricsConfig"]["valueFrom"]["configMapKeyRef"]

    assert rules["metadata"]["name"] == reference["name"]
    assert "kafka_server_brokertopicmetrics" in rules["data"][reference["key"]]


def test_disks_stay_when_a_pool_goes() -> None:
    for spec in POOLS.values():
        assert all(volume["deleteClaim"] is False for volume in spec["storage"]["volumes"])
