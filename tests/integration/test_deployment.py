"""What of compose can be run without containers, is: its secrets, broker, roles and preparation."""

import os
import shlex
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from metamodel.events._catalogue import topics
from metamodel.events.core_metamodel_published import MetamodelPublished
from metamodel.events.platform_audit_event import PlatformAuditEvent
from ops.cli.main import run
from ops.deployment import secret_store
from ops.deployment.configurations import KAFKA_DATA, kafka_properties
from ops.deployment.programs import SECRETS
from ops.stack import broker
from ops.stack.environment import child_environment
from ops.stack.places import REPOSITORY, postgres_programs
from ops.stack.ports import reserve_ports
from ops.stack.principals import ADMIN, KAFKA_UI
from ops.stack.running import running_stack
from ops.stack.secured_kafka import CLIENT_AUTHORITY
from ops.stack.shape import LOCAL
from ops.stack.supervisor import Supervisor
from orchestration.adapters.access_probe_kafka import KafkaAccessProbe
from orchestration.adapters.kafka_access import KafkaAccess
from orchestration.ports.access_probe import Answer, Attempt, Operation, Resource
from tests.eventually import eventually

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]
COMPOSE = REPOSITORY / "ops" / "compose"


@dataclass(frozen=True)
class Broker:
    """The broker of compose as it runs here."""

    bootstrap: str
    secrets: Path

    def access(self, user: str) -> KafkaAccess:
        """As somebody."""
        passwords, authorities = self.secrets / "passwords", self.secrets / "certificates"
        authority = authorities / f"{CLIENT_AUTHORITY}.pem"
        return KafkaAccess("SASL_SSL", user, passwords / user, authority)

    def topics(self, user: str) -> set[str]:
        """What that user sees."""
        client = AdminClient({"bootstrap.servers": self.bootstrap, **self.access(user).options()})
        try:
            return set(client.list_topics(timeout=5).topics)
        except KafkaException:
            return set()

    def answers(self) -> bool:
        """Does it let the administrator in?"""
        client = AdminClient({"bootstrap.servers": self.bootstrap, **self.access(ADMIN).options()})
        try:
            return bool(client.list_topics(timeout=5).brokers)
        except KafkaException:
            return False


@pytest.fixture(scope="module")
def servers() -> Iterator[Supervisor]:
    parts = ["postgres", "schema_registry"]
    with running_stack(f"test-deployment-{os.getpid()}", parts, profile=LOCAL) as running:
        yield running


@pytest.fixture(scope="module")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """By the start script that compose mounts, on the jars of the embedded profile."""
    folder = tmp_path_factory.mktemp("compose")
    secrets = folder / "secrets"
    secret_store.fill(secrets, datetime.now(UTC))
    ports = reserve_ports(dict.fromkeys(("client", "internal", "controller"), 0))
    text = (
        kafka_properties().replace(SECRETS, str(secrets)).replace(KAFKA_DATA, str(folder / "data"))
    )
    everywhere = "0.0.0.0"  # noqa: S104 - what is looked for
    text = text.replace(everywhere, "127.0.0.1").replace("kafka:9", "127.0.0.1:9")
    for name, number in (("client", 9092), ("internal", 9093), ("controller", 9094)):
        text = text.replace(f":{number}", f":{ports[name]}")
    properties = folder / "server.properties"
    properties.write_text(text)
    programs(folder / "kafka" / "bin")
    told = {
        "KAFKA_HOME": str(folder / "kafka"),
        "RAMPART_SECRETS": str(secrets),
        "RAMPART_PROPERTIES": str(properties),
    }
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            ["sh", COMPOSE / "kafka" / "start.sh"],
            env=child_environment(told),
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=folder,
        )
        try:
            found = Broker(f"127.0.0.1:{ports['client']}", secrets)
            eventually(found.answers, bool, "the broker of compose lets the administrator in")
            yield found
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


def programs(folder: Path) -> None:
    """Kafka's two scripts, on the Java of a wheel."""
    folder.mkdir(parents=True)
    for name, main in (
        ("kafka-storage.sh", "kafka.tools.StorageTool"),
        ("kafka-server-start.sh", "kafka.Kafka"),
    ):
        command = shlex.join(map(str, broker.command(main)))
        file = folder / name
        file.write_text(f'#!/bin/sh\nexec {command} "$@"\n')
        file.chmod(0o700)


@pytest.fixture
def told(kafka: Broker, servers: Supervisor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of the service `prepare`."""
    access = kafka.access(ADMIN)
    for name, value in {
        "RAMPART_STREAMING_ENVIRONMENT": "local",
        "RAMPART_KAFKA_BOOTSTRAP": kafka.bootstrap,
        "RAMPART_KAFKA_SECURITY_PROTOCOL": "SASL_SSL",
        "RAMPART_KAFKA_USER": ADMIN,
        "RAMPART_KAFKA_PASSWORD_FILE": str(access.password_file),
        "RAMPART_KAFKA_CA_FILE": str(access.ca_file),
        "RAMPART_DATABASE_URL": servers.environment["RAMPART_DATABASE_URL"],
        "RAMPART_SCHEMA_REGISTRY_URL": servers.environment["RAMPART_SCHEMA_REGISTRY_URL"],
    }.items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("told")
def test_a_deployment_is_prepared_once_and_then_left_alone(
    kafka: Broker, servers: Supervisor, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare = ["stack", "prepare", "--as", ADMIN, "--passwords", str(kafka.secrets / "passwords")]
    assert run(prepare) == 0
    first = capsys.readouterr().out
    assert run(prepare) == 0
    second = capsys.readouterr().out

    assert "every schema is registered" in first
    assert "Kafka: 0 changes\n" in second
    assert set(topics()) <= kafka.topics(ADMIN)
    with psycopg.connect(servers.environment["RAMPART_DATABASE_URL"]) as connection:
        found = connection.execute("SELECT to_regclass('rampart.audit_event')").fetchone()
    assert found is not None
    assert found[0] is not None


@pytest.mark.usefixtures("told")
def test_the_browser_of_topics_reads_what_is_about_nobody_and_writes_nothing(kafka: Broker) -> None:
    passwords = str(kafka.secrets / "passwords")
    assert run(["stack", "prepare", "--as", ADMIN, "--passwords", passwords]) == 0
    probe = KafkaAccessProbe(kafka.bootstrap, kafka.access)

    def answer(operation: Operation, topic: str) -> Answer:
        return probe.try_out(Attempt(KAFKA_UI, operation, Resource.TOPIC, topic)).answer

    assert set(topics()) <= kafka.topics(KAFKA_UI)
    assert answer(Operation.READ, MetamodelPublished.name) is Answer.ALLOWED
    assert answer(Operation.READ, PlatformAuditEvent.name) is Answer.REFUSED
    assert answer(Operation.WRITE, MetamodelPublished.name) is Answer.REFUSED


def test_the_roles_of_the_database_are_made_with_passwords_from_files(
    kafka: Broker, servers: Supervisor, tmp_path: Path
) -> None:
    url = servers.environment["RAMPART_DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP OWNED BY cube")  # the stack's own
        connection.execute("DROP ROLE cube")
    script = tmp_path / "roles.sql"
    script.write_text(
        (COMPOSE / "postgres" / "roles.sql").read_text().replace(SECRETS, str(kafka.secrets))
    )
    psql, _ = postgres_programs()

    subprocess.run([psql / "bin" / "psql", url, "-f", script], check=True, capture_output=True)

    for role, database in (("cube", "rampart"), ("registry", "registry"), ("dagster", "dagster")):
        password = (kafka.secrets / "database" / role).read_text()
        known = {"user": role, "password": password, "dbname": database}
        psycopg.connect(url, **known).close()  # type: ignore[arg-type]
    with (
        psycopg.connect(
            url, user="cube", password=(kafka.secrets / "database" / "cube").read_text()
        ) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("CREATE TABLE public.anything (id int)")
