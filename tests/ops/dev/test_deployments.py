"""The step of `make check` that judges what containers are run from."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from ops.dev import deployments
from ops.stack.places import REPOSITORY


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for name in ("compose", "k8s"):
        kept = shutil.ignore_patterns("secrets", "*.lock")
        shutil.copytree(REPOSITORY / "ops" / name, tmp_path / "ops" / name, ignore=kept)
    return tmp_path


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_what_is_committed_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert deployments.main() == 0
    assert capsys.readouterr().out == ""


COMPOSE: dict[str, tuple[str, str, str, str]] = {
    "a key that compose does not know": (
        "compose.yaml",
        "    restart: unless-stopped",
        "    restarts: unless-stopped",
        "restarts",
    ),
    "a service that is no map": (
        "compose.yaml",
        "    image: postgres:18.4",
        "    image: [1]",
        "image",
    ),
    "latest": ("compose.yaml", "postgres:18.4", "postgres:latest", "has no version"),
    "a port for everybody": ("compose.yaml", "127.0.0.1:8080:8080", "8080:8080", "not on loopback"),
    "a browser that writes": ("kafka-ui.yml", "readOnly: true", "readOnly: false", "not read-only"),
    "a password in a script": (
        "kafka/start.sh",
        "set -eu",
        "set -eu\npassword=hunter2hunter2",
        "gives away",
    ),
}
KUBERNETES: dict[str, tuple[str, str, str, str]] = {
    "a field that a kind has not": ("cube.yaml", "replicas: 1", "replica: 1", "replica"),
    "a text for a number": ("cube.yaml", "containerPort: 4000", "containerPort: four", "four"),
    "a kind there is not": ("cube.yaml", "kind: Service\n", "kind: Servant\n", "Servant"),
    "a root file system to write to": (
        "cube.yaml",
        "readOnlyRootFilesystem: true",
        "readOnlyRootFilesystem: false",
        "root file system",
    ),
    "a listener without TLS": ("kafka.yaml", "tls: true", "tls: false", "tls"),
    "a topic with a misspelt field": (
        "streaming/topics.yaml",
        "partitions:",
        "partition:",
        "partition",
    ),
    "a browser that writes": (
        "configuration.yaml",
        "readOnly: true",
        "readOnly: false",
        "read-only",
    ),
}


@pytest.mark.parametrize("case", COMPOSE)
def test_canary_compose(case: str, copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, old, new, words = COMPOSE[case]
    change(copied / "ops" / "compose" / file, old, new)

    assert deployments.main(copied) == 1
    assert words in capsys.readouterr().out


@pytest.mark.parametrize("case", KUBERNETES)
def test_canary_kubernetes(case: str, copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, old, new, words = KUBERNETES[case]
    change(copied / "ops" / "k8s" / file, old, new)

    assert deployments.main(copied) == 1
    assert words in capsys.readouterr().out


def test_the_schemas_are_those_of_packages_that_are_locked() -> None:
    schema = deployments.compose_schema()
    lock = (REPOSITORY / "requirements.lock").read_text()

    assert schema["title"] == "Compose Specification"
    assert "check-jsonschema==" in lock
    assert "kubernetes-validate==" in lock


def test_every_resource_of_kubernetes_is_judged_by_a_schema() -> None:
    def judged(document: dict[str, Any]) -> bool:
        return not deployments.kubernetes_shape(document)

    for file in (REPOSITORY / "ops" / "k8s").glob("*.yaml"):
        for document in yaml.safe_load_all(file.read_text()):
            if document["apiVersion"].partition("/")[0].endswith((".strimzi.io", ".k8s.io")):
                continue
            assert judged(document), document["metadata"]["name"]
