"""The profile `local` as a whole: who hears what, and where no secret may be."""

import json
import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from confluent_kafka.admin import AdminClient

from metamodel.events._catalogue import topics
from ops.stack.errors import ShapeDiffers
from ops.stack.principals import principals
from ops.stack.running import running_stack
from ops.stack.shape import LOCAL
from ops.stack.supervisor import Supervisor
from orchestration.adapters.kafka_access import KafkaAccess
from tests.integration.test_stack import listening_elsewhere

pytestmark = pytest.mark.integration

SAID_OF_PASSWORDS = ("storedKey", "serverKey", "saltedpassword=")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Supervisor]:
    with running_stack(f"test-three-{os.getpid()}", ["kafka"], profile=LOCAL, brokers=3) as running:
        yield running


def operator(stack: Supervisor) -> KafkaAccess:
    found = stack.environment
    return KafkaAccess(
        found["RAMPART_KAFKA_SECURITY_PROTOCOL"],
        found["RAMPART_KAFKA_USER"],
        Path(found["RAMPART_KAFKA_PASSWORD_FILE"]),
        Path(found["RAMPART_KAFKA_CA_FILE"]),
    )


def test_every_topic_has_three_replicas(
    cluster: Supervisor,
) -> None:
    bootstrap = cluster.environment["RAMPART_KAFKA_BOOTSTRAP"]
    client = AdminClient({"bootstrap.servers": bootstrap, **operator(cluster).options()})
    found = client.list_topics(timeout=10)
    assert len(found.brokers) == 3
    for topic in topics().values():
        partitions = found.topics[topic.name].partitions.values()
        assert {len(partition.replicas) for partition in partitions} == {3}


def test_everything_listens_on_loopback_only(cluster: Supervisor) -> None:
    assert listening_elsewhere(set(cluster.ports.values())) == []


def test_no_command_line_holds_a_secret(cluster: Supervisor) -> None:
    assert find_secrets(cluster, (file.read_bytes() for file in command_lines())) == set()


def test_no_log_holds_a_secret_or_what_is_stored_of_one(cluster: Supervisor) -> None:
    logs = [file.read_bytes() for file in cluster.folder.rglob("*.log") if is_text(file)]
    assert any(b"Kafka Server started" in text for text in logs)
    assert find_secrets(cluster, iter(logs)) == set()
    assert [word for word in SAID_OF_PASSWORDS for text in logs if word.encode() in text] == []


def test_no_configuration_holds_a_secret(cluster: Supervisor) -> None:
    files = [*cluster.folder.rglob("server.properties")]
    assert len(files) == 3
    assert find_secrets(cluster, (file.read_bytes() for file in files)) == set()


def test_whatever_holds_a_secret_is_for_its_owner_only(cluster: Supervisor) -> None:
    holders = [
        file
        for file in cluster.folder.rglob("*")
        if file.is_file() and find_secrets(cluster, iter([file.read_bytes()]))
    ]
    assert {file.name for file in holders} == {"state.json", *principals()}
    assert [file for file in holders if file.stat().st_mode & 0o077] == []
    keys = [*cluster.folder.rglob("*.key"), *cluster.folder.rglob("node-*.pem")]
    assert {file.stat().st_mode & 0o777 for file in keys} == {0o400}


def test_what_finds_secrets_finds_one(cluster: Supervisor) -> None:
    planted = f"--password={cluster.secrets['kafka_admin']}".encode()
    assert find_secrets(cluster, iter([planted])) == {"kafka_admin"}


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated")
@pytest.mark.parametrize("listener", ["", "_internal", "_controller"])
def test_every_listener_refuses_tls_below_1_2(cluster: Supervisor, listener: str) -> None:
    port = cluster.ports[f"kafka_1{listener}"]
    store = cluster.folder / "kafka" / "certificates" / "node-1.cluster.pem"
    assert handshake(port, ssl.TLSVersion.TLSv1_2, store) == "TLSv1.2"  # control: the same way
    with pytest.raises(ssl.SSLError, match="PROTOCOL_VERSION"):
        handshake(port, ssl.TLSVersion.TLSv1_1, store)


def test_status_says_which_profile_it_is_and_another_is_refused(cluster: Supervisor) -> None:
    command = [sys.executable, "-m", "ops.cli.main", "stack", "status", cluster.name]
    asked = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "profile local, 3 brokers" in asked.stdout
    state = json.loads((cluster.folder / "state.json").read_text())
    assert (state["profile"], state["brokers"]) == ("local", 3)


def test_a_stack_keeps_its_shape_and_refuses_another(tmp_path: Path) -> None:
    del tmp_path
    name = f"test-shape-{os.getpid()}"
    with running_stack(name, ["valkey"], profile=LOCAL) as stack:
        stack.keep = True
    try:
        with pytest.raises(ShapeDiffers), running_stack(name, ["valkey"]):
            pass
    finally:
        with running_stack(name, ["valkey"], profile=LOCAL):
            pass


def test_a_node_that_is_killed_comes_back_into_the_cluster(cluster: Supervisor) -> None:
    cluster.restart("kafka_2")
    assert cluster.state.parts["kafka_2"].word == "ready"


def test_an_embedded_stack_runs_beside_a_secured_one(cluster: Supervisor) -> None:
    with running_stack(f"test-beside-{os.getpid()}", ["kafka"]) as plain:
        assert set(plain.state.parts) == {"kafka"}
        assert not set(plain.ports.values()) & set(cluster.ports.values())
        client = AdminClient({"bootstrap.servers": plain.environment["RAMPART_KAFKA_BOOTSTRAP"]})
        assert len(client.list_topics(timeout=10).brokers) == 1


def find_secrets(stack: Supervisor, texts: Iterator[bytes]) -> set[str]:
    """Names of the stack's secrets that stand in one of the texts."""
    wanted = {name: value.encode() for name, value in stack.secrets.items()}
    return {name for text in texts for name, value in wanted.items() if value in text}


def command_lines() -> list[Path]:
    """Of every process of this machine that is still there to be looked at."""
    return [file for file in Path("/proc").glob("[0-9]*/cmdline") if file.exists()]


def is_text(file: Path) -> bool:
    """Is this a log of words, rather than one of Kafka's?"""
    return file.is_file() and file.parent.name == "logs" and "node-" not in str(file)


def handshake(port: int, version: ssl.TLSVersion, store: Path) -> str | None:
    """The version that a handshake on this port ends with when only `version` is offered.

    `store` is the certificate that we come with.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.load_cert_chain(store)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")  # so that it is the broker that refuses, not we
    context.minimum_version = context.maximum_version = version
    plain = socket.create_connection(("127.0.0.1", port), timeout=10)
    with plain, context.wrap_socket(plain) as wrapped:
        return wrapped.version()
