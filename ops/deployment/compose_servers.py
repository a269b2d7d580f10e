"""The servers of others that compose runs: image, settings, files, volumes, probe, limits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ops.deployment import images
from ops.deployment.configurations import JMX_PORT, KAFKA_DATA, KAFKA_PORT
from ops.deployment.cube_settings import cube_settings
from ops.deployment.programs import PUBLISHED, SECRETS, USER_ID
from ops.deployment.secret_store import ROLES
from ops.stack.principals import BROKER, KAFKA_UI
from ops.stack.secured_kafka import CLIENT_AUTHORITY, CLUSTER_AUTHORITY

OURS: Final = f"{USER_ID}:{USER_ID}"
_NOBODY: Final = "65534:65534"
_CERTIFICATES: Final = (
    *(f"node-1.{side}.pem" for side in ("client", "cluster")),
    *(f"{name}.pem" for name in (CLIENT_AUTHORITY, CLUSTER_AUTHORITY)),
)
_ETC: Final = "/etc/rampart"
_AGENT: Final = "/opt/jmx/agent.jar"
_PING: Final = (
    f"REDISCLI_AUTH=\"$$(sed -n 's/^requirepass //p' {SECRETS}/valkey.conf)\""
    " valkey-cli ping | grep -q PONG"
)


@dataclass(frozen=True, slots=True)
class Server:
    """One of them. Memory in MiB, processors in thousandths.

    `files`: (in this repository, in the container), read-only; `secrets`: (file of the folder,
    place below `/run/secrets`); `shown`: `port of the machine:port`, always on loopback.
    """

    name: str
    image: str
    check: tuple[str, ...]
    memory_mib: int
    milli_cpu: int = 500
    user: str = OURS
    build: Mapping[str, str] | None = None
    entrypoint: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    env_files: tuple[str, ...] = ()
    secrets: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    volumes: tuple[tuple[str, str], ...] = ()
    scratch: tuple[str, ...] = ()
    shown: str = ""
    needs: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def _get(url: str) -> tuple[str, ...]:
    return ("wget", "-q", "-O", "/dev/null", url)


SERVERS: Final = (
    Server(
        name="postgres",
        image=images.POSTGRES,
        check=("pg_isready", "-h", "127.0.0.1", "-U", "rampart", "-d", "rampart"),
        memory_mib=1024,
        milli_cpu=1000,
        command=("postgres", "-c", "wal_level=logical", "-c", "timezone=UTC"),
        environment={
            "POSTGRES_USER": "rampart",
            "POSTGRES_DB": "rampart",
            "POSTGRES_PASSWORD_FILE": f"{SECRETS}/database/rampart",
            "POSTGRES_INITDB_ARGS": "--auth-host=scram-sha-256 --locale=C.UTF-8 --encoding=UTF8",
        },
        secrets=tuple((f"database/{role}", f"database/{role}") for role in ROLES),
        files=(("./postgres/roles.sql", "/docker-entrypoint-initdb.d/roles.sql"),),
        volumes=(("postgres", "/var/lib/postgresql"),),
        scratch=("/var/run/postgresql",),
    ),
    Server(
        name="valkey",
        image=images.VALKEY,
        check=("sh", "-c", _PING),
        memory_mib=256,
        command=("valkey-server", f"{SECRETS}/valkey.conf"),
        secrets=(("valkey.conf", "valkey.conf"),),
        scratch=("/data",),
    ),
    Server(
        name="kafka",
        image=images.KAFKA,
        build={"context": ".", "dockerfile": "kafka.Dockerfile"},
        check=("nc", "-z", "127.0.0.1", str(KAFKA_PORT)),
        memory_mib=1536,
        milli_cpu=2000,
        entrypoint=("sh", f"{_ETC}/start.sh"),
        environment={
            "KAFKA_HEAP_OPTS": "-Xms512m -Xmx512m",
            "KAFKA_LOG4J_OPTS": f"-Dlog4j2.configurationFile={_ETC}/log4j2.properties",
            "RAMPART_JMX_AGENT": f"-javaagent:{_AGENT}=0.0.0.0:{JMX_PORT}:{_ETC}/jmx-rules.yml",
            "LOG_DIR": "/tmp/kafka-logs",  # noqa: S108 - inside a container
        },
        secrets=(
            (f"passwords/{BROKER}", f"passwords/{BROKER}"),
            *((f"certificates/{name}", f"certificates/{name}") for name in _CERTIFICATES),
            ("cluster-id", "cluster-id"),
            ("format.arguments", "format.arguments"),
        ),
        files=(
            ("./kafka/start.sh", f"{_ETC}/start.sh"),
            ("./kafka/server.properties", f"{_ETC}/server.properties"),
            ("../streaming/kafka/log4j2.properties", f"{_ETC}/log4j2.properties"),
            ("../streaming/kafka/jmx-rules.yml", f"{_ETC}/jmx-rules.yml"),
        ),
        volumes=(("kafka", KAFKA_DATA),),
    ),
    Server(
        name="schema-registry",
        image=images.SCHEMA_REGISTRY,
        check=("curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:8080/health/ready"),
        memory_mib=512,
        environment={
            "REGISTRY_DATASOURCE_URL": "jdbc:postgresql://postgres:5432/registry",
            "REGISTRY_DATASOURCE_USERNAME": "registry",
            "QUARKUS_HTTP_PORT": "8080",
        },
        env_files=("registry.env",),
        needs=("postgres",),
    ),
    Server(
        name="cube",
        image=images.CUBE,
        check=(
            *("node", "-e"),
            "fetch('http://127.0.0.1:4000/readyz').then(r => process.exit(r.ok ? 0 : 1))",
        ),
        memory_mib=1536,
        milli_cpu=2000,
        environment=cube_settings("postgres"),
        env_files=("cube.env",),
        files=tuple(
            (f"../../cube_models/server/{name}", f"/cube/conf/{name}")
            for name in ("cube.js", "engine.js", "versions.js")
        ),
        volumes=(("published", f"{PUBLISHED}:ro"),),
        shown="4000:4000",
        needs=("postgres",),
        after=("dagster-init",),
    ),
    Server(
        name="kafka-ui",
        image=images.KAFKA_UI,
        check=_get("http://127.0.0.1:8080/actuator/health"),
        memory_mib=768,
        environment={
            "SPRING_CONFIG_ADDITIONAL-LOCATION": f"{_ETC}/kafka-ui.yml",
            "JAVA_OPTS": "-Xmx512m",
        },
        secrets=(
            (f"passwords/{KAFKA_UI}", "kafka-ui/password"),
            (f"certificates/{CLIENT_AUTHORITY}.pem", "kafka-ca/ca.crt"),
        ),
        files=(("./kafka-ui.yml", f"{_ETC}/kafka-ui.yml"),),
        shown="8080:8080",
        needs=("kafka", "schema-registry"),
    ),
    Server(
        name="prometheus",
        image=images.PROMETHEUS,
        check=_get("http://127.0.0.1:9090/-/ready"),
        memory_mib=512,
        user=_NOBODY,
        command=(
            "--config.file=/etc/prometheus/prometheus.yml",
            "--storage.tsdb.path=/prometheus",
            "--storage.tsdb.retention.time=15d",
        ),
        files=(
            ("./prometheus.yml", "/etc/prometheus/prometheus.yml"),
            ("../monitoring/rules", "/etc/prometheus/rules"),
        ),
        volumes=(("prometheus", "/prometheus"),),
        shown="9090:9090",
    ),
    Server(
        name="alertmanager",
        image=images.ALERTMANAGER,
        check=_get("http://127.0.0.1:9093/-/ready"),
        memory_mib=128,
        milli_cpu=200,
        user=_NOBODY,
        command=("--config.file=/etc/rampart/alertmanager.yml", "--storage.path=/alertmanager"),
        files=(("./alertmanager.yml", f"{_ETC}/alertmanager.yml"),),
        volumes=(("alertmanager", "/alertmanager"),),
        shown="9093:9093",
    ),
    Server(
        name="grafana",
        image=images.GRAFANA,
        check=_get("http://127.0.0.1:3000/api/health"),
        memory_mib=512,
        environment={
            "GF_SECURITY_ADMIN_PASSWORD__FILE": f"{SECRETS}/grafana-admin",
            "GF_ANALYTICS_REPORTING_ENABLED": "false",
            "GF_ANALYTICS_CHECK_FOR_UPDATES": "false",
        },
        secrets=(("grafana-admin", "grafana-admin"),),
        files=(
            ("./grafana/datasource.yml", "/etc/grafana/provisioning/datasources/rampart.yml"),
            ("./grafana/dashboards.yml", "/etc/grafana/provisioning/dashboards/rampart.yml"),
            ("../monitoring/grafana", "/etc/rampart/dashboards"),
        ),
        scratch=("/var/lib/grafana",),  # all that matters comes from files
        shown="3001:3000",
        needs=("prometheus",),
    ),
)
