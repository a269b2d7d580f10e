"""Workloads as resources of Kubernetes."""

from dataclasses import replace

import pytest

from ops.deployment.pods import KAFKA_CLIENT, preparation, resources_of
from ops.deployment.workloads import WORKLOADS, Workload, jobs

BY_NAME = {one.name: one for one in WORKLOADS}
PLAIN = Workload("thing", "thing:1.0", 64)


def kinds(workload: Workload) -> list[str]:
    return [one["kind"] for one in resources_of(workload)]


def pod(workload: Workload) -> dict[str, object]:
    found: dict[str, object] = resources_of(workload)[1]["spec"]["template"]
    return found


def test_a_budget_only_where_one_may_go() -> None:
    assert kinds(PLAIN) == ["ServiceAccount", "Deployment"]
    assert kinds(replace(PLAIN, port=1)) == ["ServiceAccount", "Deployment", "Service"]
    assert kinds(replace(PLAIN, replicas=2))[-1] == "PodDisruptionBudget"


def test_who_may_be_there_once_is_replaced_and_others_roll() -> None:
    strategy = resources_of(replace(PLAIN, alone=True))[1]["spec"]["strategy"]
    rolling = resources_of(PLAIN)[1]["spec"]["strategy"]

    assert strategy == {"type": "Recreate"}
    assert rolling["rollingUpdate"]["maxUnavailable"] == 0


def test_passwords_are_strimzis_and_each_stands_where_it_is_looked_for() -> None:
    code = BY_NAME["dagster-code"]
    volumes = {
        one["name"]: one for one in resources_of(code)[1]["spec"]["template"]["spec"]["volumes"]
    }
    sources = volumes["passwords"]["projected"]["sources"]

    assert [one["secret"]["name"] for one in sources] == ["orchestration", "replay"]
    assert [one["secret"]["items"][0]["path"] for one in sources] == ["orchestration", "replay"]
    assert volumes["kafka-ca"]["secret"]["secretName"] == "rampart-cluster-ca-cert"
    folder, ca = (
        code.environment["RAMPART_KAFKA_PASSWORDS_DIR"],
        code.environment["RAMPART_KAFKA_CA_FILE"],
    )
    mounts = resources_of(code)[1]["spec"]["template"]["spec"]["containers"][0]["volumeMounts"]
    places = {one["name"]: one["mountPath"] for one in mounts}
    assert places["passwords"] == folder
    assert f"{places['kafka-ca']}/ca.crt" == ca


def test_only_clients_of_kafka_are_let_in_there() -> None:
    for one in WORKLOADS:
        told = resources_of(one)[1]["spec"]["template"]["metadata"]["labels"]
        assert (KAFKA_CLIENT in told) == one.reads_kafka


def test_another_configuration_is_another_pod(monkeypatch: pytest.MonkeyPatch) -> None:
    before = pod(BY_NAME["cube"])["metadata"]
    changed = {"cube": dict.fromkeys(("cube.js", "engine.js", "versions.js"), "other")}
    monkeypatch.setattr("ops.deployment.pods.configurations", lambda: changed)

    assert pod(BY_NAME["cube"])["metadata"] != before


def test_probes_are_what_the_program_answers_to() -> None:
    def probes(name: str) -> dict[str, object]:
        (container,) = resources_of(BY_NAME[name])[1]["spec"]["template"]["spec"]["containers"]
        return {key: value for key, value in container.items() if key.endswith("Probe")}

    code, daemon, sink = probes("dagster-code"), probes("dagster-daemon"), probes("audit-sink")
    assert code["readinessProbe"]["grpc"] == {"port": 4000, "service": "DagsterApi"}  # type: ignore[index]
    assert daemon["livenessProbe"]["exec"]["command"][0] == "dagster-daemon"  # type: ignore[index]
    assert "readinessProbe" not in daemon
    assert sink["readinessProbe"]["httpGet"]["path"] == "/health/ready"  # type: ignore[index]


def test_tables_are_made_before_dagsters_and_the_job_goes_away_by_itself() -> None:
    account, job = preparation()
    spec = job["spec"]["template"]["spec"]

    assert account["metadata"]["name"] == spec["serviceAccountName"]
    assert [one["name"] for one in spec["initContainers"]] == [jobs()[0].name]
    assert [one["name"] for one in spec["containers"]] == [jobs()[1].name]
    assert job["spec"]["ttlSecondsAfterFinished"] > 0
