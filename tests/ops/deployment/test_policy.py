"""What no deployment may do: what is committed holds, and each rule has a canary."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from ops.deployment.compose import compose_document
from ops.deployment.configurations import COMPOSE, kafka_ui
from ops.deployment.kubernetes import kubernetes_documents
from ops.deployment.policy import (
    browser_faults,
    compose_faults,
    kubernetes_faults,
    literal_secrets,
)
from ops.stack.places import STREAMING
from orchestration.adapters.streaming_files import read_declaration

DECLARATION = read_declaration(STREAMING)


def compose() -> dict[str, Any]:
    return compose_document()


def kubernetes() -> list[dict[str, Any]]:
    files = kubernetes_documents(DECLARATION).values()
    return [
        copy.deepcopy(one)
        for documents in files
        for one in documents
        if "strimzi.io" not in one["apiVersion"]
    ]


def browser() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(kafka_ui(COMPOSE))
    return found


def test_what_is_committed_holds() -> None:
    assert compose_faults(compose()) == []
    assert kubernetes_faults(kubernetes()) == []
    assert browser_faults(browser()) == []


SERVICES: dict[str, tuple[dict[str, Any], str]] = {
    "latest": ({"image": "postgres:latest"}, "has no version"),
    "no tag": ({"image": "postgres"}, "has no version"),
    "a major version only": ({"image": "postgres:18"}, "has no version"),
    "a password": ({"environment": {"POSTGRES_PASSWORD": "hunter2"}}, "is a secret"),
    "a key": ({"environment": {"CUBEJS_API_SECRET": "abc"}}, "is a secret"),
    "a password in an address": (
        {"environment": {"RAMPART_DATABASE_URL": "postgresql://rampart:abc@postgres/rampart"}},
        "is a secret",
    ),
    "no limit of memory": ({"mem_limit": None}, "no limit"),
    "no limit of processors": ({"cpus": None}, "no limit"),
    "root": ({"user": "root"}, "runs as root"),
    "root by number": ({"user": "0:0"}, "runs as root"),
    "nobody said": ({"user": None}, "runs as root"),
    "a root file system to write to": ({"read_only": False}, "root file system"),
    "capabilities": ({"cap_drop": []}, "keeps capabilities"),
    "new privileges": ({"security_opt": []}, "become more"),
    "privileged": ({"privileged": True}, "opens the machine"),
    "the network of the machine": ({"network_mode": "host"}, "opens the machine"),
    "the engine's socket": (
        {"volumes": [{"type": "bind", "source": "/var/run/docker.sock", "target": "/s"}]},
        "engine's socket",
    ),
    "a port for everybody": ({"ports": ["8080:8080"]}, "not on loopback"),
    "a port on all addresses": ({"ports": ["0.0.0.0:8080:8080"]}, "not on loopback"),
    "no probe": ({"healthcheck": None}, "whether it works"),
}


@pytest.mark.parametrize("case", SERVICES)
def test_canary_compose(case: str) -> None:
    change, words = SERVICES[case]
    document = compose()
    document["services"]["kafka-ui"] |= change

    (found,) = compose_faults(document)
    assert found.startswith("kafka-ui: ")
    assert words in found


def test_canary_no_word_about_a_restart() -> None:
    document = compose()
    del document["services"]["cube"]["restart"]

    assert compose_faults(document) == ["cube: nothing says whether it is started again"]


def test_canary_a_secret_from_the_environment() -> None:
    document = compose()
    document["secrets"]["cluster-id"] = {"environment": "CLUSTER_ID"}

    assert compose_faults(document) == ["secret cluster-id: it is not a file"]


def pod(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["spec"]["template"]["spec"]
    return found


def container(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = pod(document)["containers"][0]
    return found


PODS: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "latest": (lambda one: container(one).update(image="cube:latest"), "has no version"),
    "a password": (
        lambda one: container(one)["env"].append({"name": "DB_PASS", "value": "hunter2"}),
        "is a secret",
    ),
    "no limits": (lambda one: container(one)["resources"].pop("limits"), "no limits"),
    "no limit of memory": (
        lambda one: container(one)["resources"]["limits"].pop("memory"),
        "no limits",
    ),
    "no requests": (lambda one: container(one)["resources"].pop("requests"), "no requests"),
    "a root file system to write to": (
        lambda one: container(one).update(
            securityContext={**container(one)["securityContext"], "readOnlyRootFilesystem": False}
        ),
        "root file system",
    ),
    "escalation": (
        lambda one: container(one).update(
            securityContext={**container(one)["securityContext"], "allowPrivilegeEscalation": True}
        ),
        "become more",
    ),
    "capabilities": (
        lambda one: container(one).update(
            securityContext={**container(one)["securityContext"], "capabilities": {}}
        ),
        "keeps capabilities",
    ),
    "no probe": (lambda one: container(one).pop("livenessProbe"), "whether it works"),
    "root": (lambda one: pod(one)["securityContext"].update(runAsUser=0), "run as root"),
    "no word about root": (
        lambda one: pod(one)["securityContext"].pop("runAsNonRoot"),
        "run as root",
    ),
    "no profile of system calls": (
        lambda one: pod(one)["securityContext"].pop("seccompProfile"),
        "system calls",
    ),
    "a token": (lambda one: pod(one).pop("automountServiceAccountToken"), "token"),
    "no account": (lambda one: pod(one).pop("serviceAccountName"), "no account"),
    "the network of the machine": (lambda one: pod(one).update(hostNetwork=True), "opens"),
    "a folder of the machine": (
        lambda one: pod(one)["volumes"].append({"name": "x", "hostPath": {"path": "/"}}),
        "folder of the machine",
    ),
    "no policy of the network": (
        lambda one: one["spec"]["template"]["metadata"].update(labels={"other": "one"}),
        "no policy of the network",
    ),
}


@pytest.mark.parametrize("case", PODS)
def test_canary_kubernetes(case: str) -> None:
    change, words = PODS[case]
    documents = kubernetes()
    cube = next(
        one for one in documents if (one["kind"], one["metadata"]["name"]) == ("Deployment", "cube")
    )
    change(cube)

    (found,) = kubernetes_faults(documents)
    assert found.startswith("Deployment cube: ")
    assert words in found


def test_canary_kinds() -> None:
    def made(kind: str, **rest: Any) -> list[str]:
        document = {"apiVersion": "v1", "kind": kind, "metadata": {"name": "x"}, **rest}
        return kubernetes_faults([document])

    assert "written here" in made("Secret", stringData={"a": "b"})[0]
    assert "to the outside" in made("Service", spec={"type": "LoadBalancer"})[0]
    assert "gives away" in made("ConfigMap", data={"a.yml": "password: hunter2hunter2"})[0]


@pytest.mark.parametrize(
    "text",
    [
        "password: hunter2hunter2",
        'sasl.jaas.config=... username="a" password="hunter2hunter2";',
        "requirepass = hunter2hunter2",
        "API_TOKEN=abcdefgh12345678",
        "url: postgresql://rampart:hunter2@postgres:5432/rampart",
    ],
)
def test_canary_text(text: str) -> None:
    assert len(literal_secrets(f"# first\n{text}\n")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "password: ${password}",
        'password="${dir:/run/secrets/passwords:broker}"',
        "POSTGRES_PASSWORD_FILE: /run/secrets/database/rampart",
        "CREATE ROLE cube LOGIN PASSWORD :'cube_password';",
        "secrets:\n  passwords_admin:\n    file: ./secrets/passwords/admin",
        "password:\n  env: DAGSTER_DATABASE_PASSWORD",
        "http://schema-registry:8080/apis",
    ],
)
def test_a_reference_gives_nothing_away(text: str) -> None:
    assert literal_secrets(text) == []


def test_canary_browser() -> None:
    writing, plain, dynamic = browser(), browser(), browser()
    writing["kafka"]["clusters"][0]["readOnly"] = False
    plain["kafka"]["clusters"][0]["properties"]["security.protocol"] = "PLAINTEXT"
    del dynamic["dynamic"]

    assert browser_faults(writing) == ["cluster rampart: it is not read-only"]
    assert browser_faults(plain) == ["cluster rampart: it does not log in over TLS"]
    assert browser_faults(dynamic) == ["its clusters can be changed in the browser"]
