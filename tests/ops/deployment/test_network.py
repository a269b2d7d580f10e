"""Who may speak to whom."""

from ops.deployment.network import INGRESS, MONITORING, policies
from ops.deployment.pods import NAME
from ops.deployment.workloads import WORKLOADS

FOUND = {one["metadata"]["name"]: one["spec"] for one in policies()}


def callers(name: str) -> set[str]:
    return {
        next(iter(peer.get("podSelector", peer.get("namespaceSelector"))["matchLabels"].values()))
        for rule in FOUND[name]["ingress"]
        for peer in rule["from"]
    }


def test_everything_is_shut_but_kafkas_own_pods() -> None:
    shut = FOUND["everything-shut"]

    assert "ingress" not in shut
    assert "egress" not in shut
    assert shut["policyTypes"] == ["Ingress", "Egress"]
    assert shut["podSelector"]["matchExpressions"][0]["operator"] == "DoesNotExist"


def test_every_workload_has_a_policy_of_its_own() -> None:
    assert FOUND.keys() - {"everything-shut", "prepare"} == {one.name for one in WORKLOADS}
    for name, spec in FOUND.items():
        if name != "everything-shut":
            assert spec["podSelector"]["matchLabels"] == {NAME: name}


def test_who_is_spoken_to_lets_just_those_in() -> None:
    assert callers("cube") == {"dagster-code", "metrics", "presence-api"}
    assert callers("dagster-code") == {"dagster-web", "dagster-daemon"}
    assert callers("metrics") == {MONITORING}
    assert callers("schema-registry") == {
        "audit-sink",
        "dagster-code",
        "kafka-ui",
        "metrics",
        "prepare",
        "presence",
        "presence-api",
    }
    assert callers("presence") == {INGRESS, MONITORING}
    assert callers("valkey") == {"presence", "presence-api"}


def test_nobody_is_let_in_to_the_browser_of_topics() -> None:
    assert FOUND["kafka-ui"]["ingress"] == []


def test_presence_may_ask_for_the_keys_of_tokens_and_nobody_else() -> None:
    outside = {
        name
        for name, spec in FOUND.items()
        for rule in spec.get("egress", ())
        if {"protocol": "TCP", "port": 443} in rule["ports"]
    }
    assert outside == {"presence", "presence-api"}


def test_everybody_may_ask_for_names() -> None:
    for name, spec in FOUND.items():
        if name != "everything-shut":
            ports = {port["port"] for rule in spec["egress"] for port in rule["ports"]}
            assert 53 in ports, name
