"""What Kubernetes runs for the platform: our programs, and the servers beside them.

Postgres, Prometheus and the operator of Kafka are the cluster's own: they are named, not made.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ops.deployment import images
from ops.deployment.configurations import (
    dagster_instance,
    dagster_workspace,
    kafka_ui,
)
from ops.deployment.cube_settings import cube_settings
from ops.deployment.programs import (
    DAGSTER_HOME,
    DAGSTER_PASSWORD,
    PRESENCE_KEYS,
    PROGRAMS,
    PUBLISHED,
    REDIS_URL,
    SECRETS,
    USER_ID,
    Addresses,
    Program,
)
from ops.stack.components.dagster_init import OPEN_ONCE
from ops.stack.places import CUBE_SERVER
from ops.stack.principals import KAFKA_UI, OPERATOR

CLUSTER: Final = "rampart"
AT: Final = Addresses(
    environment="production",
    kafka=f"{CLUSTER}-kafka-bootstrap:9093",
    schema_registry="http://schema-registry:8080/apis/ccompat/v7",
)
KAFKA: Final = "kafka"  # whom a workload speaks to beside the others
POSTGRES: Final = "postgres"
IDENTITY: Final = "identity"
"""Whoever publishes the keys of tokens, over HTTPS."""
SecretKey = tuple[str, str]
_DATABASE: Final = ("rampart-database", "url")
_SECRETS: Final[Mapping[str, SecretKey]] = {
    "RAMPART_DATABASE_URL": _DATABASE,
    "RAMPART_CUBE_API_SECRET": ("rampart-cube", "api-secret"),
    DAGSTER_PASSWORD: ("rampart-dagster", "database-password"),
    REDIS_URL: ("rampart-valkey", "url"),
}
SECRETS_BY_HAND: Final[Mapping[str, tuple[str, ...]]] = {
    "rampart-database": ("url",),
    "rampart-cube": ("api-secret", "database-password"),
    "rampart-dagster": ("database-password",),
    "rampart-presence": tuple(PRESENCE_KEYS.values()),
    "rampart-registry": ("database-password",),
    "rampart-valkey": ("url", "valkey.conf"),
}
"""Secrets that whoever deploys makes, with their keys; those of Kafka's users are Strimzi's."""
_SPEAKS_TO: Final[Mapping[str, tuple[str, ...]]] = {
    "dagster-code": (POSTGRES, KAFKA, "schema-registry", "cube", "dagster-web"),
    "dagster-web": (POSTGRES, "dagster-code"),
    "dagster-daemon": (POSTGRES, "dagster-code"),
    "audit-sink": (POSTGRES, KAFKA, "schema-registry"),
    "presence-worker": (POSTGRES, KAFKA),
    "presence": (POSTGRES, KAFKA, "schema-registry", "valkey", IDENTITY),
    "presence-api": (POSTGRES, "schema-registry", "valkey", "cube", IDENTITY),
    "metrics": (POSTGRES, KAFKA, "schema-registry", "cube", "dagster-web"),
}
_TWICE: Final = frozenset({"presence-worker", "presence", "presence-api"})
"""Programs of which several share the work: shards that each locks, people, or requests."""
_WATCHED: Final = frozenset(
    {"audit-sink", "presence-worker", "presence", "presence-api", "metrics"}
)


@dataclass(frozen=True, slots=True)
class Workload:
    """One of them. Memory in MiB, processors in thousandths.

    `live`, `ready`: an HTTP path, `grpc:<service>`, `tcp`, or empty where `probe` is a command.
    `passwords`: Kafka's users whose password it reads; `files`: place to (ConfigMap, file);
    `secret_files`: a folder and the Secret whose keys are its files.
    """

    name: str
    image: str
    memory_mib: int
    milli_cpu: int = 500
    command: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, SecretKey] = field(default_factory=dict)
    passwords: tuple[str, ...] = ()
    password_folder: str = f"{SECRETS}/passwords"
    password_file: str = ""
    files: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    secret_files: Mapping[str, str] = field(default_factory=dict)
    scratch: tuple[str, ...] = ()
    publishes: bool | None = None
    port: int = 0
    live: str = ""
    ready: str = ""
    probe: tuple[str, ...] = ()
    replicas: int = 1
    alone: bool = False
    watched: bool = False
    for_browsers: bool = False
    speaks_to: tuple[str, ...] = ()
    user: int = USER_ID
    patience_s: int = 30

    @property
    def reads_kafka(self) -> bool:
        """Does it log in to the brokers?"""
        return KAFKA in self.speaks_to


def of_program(program: Program) -> Workload:
    """One of our own."""
    return Workload(
        name=program.name,
        image=images.RAMPART,
        memory_mib=program.memory_mib,
        milli_cpu=program.milli_cpu,
        command=program.command,
        environment=program.settings(AT),
        secrets={name: _SECRETS[name] for name in program.secret_variables()},
        passwords=(program.principal, *program.passwords) if program.principal else (),
        files=_dagster_files() if program.is_dagster else {},
        secret_files={f"{SECRETS}/presence": "rampart-presence"} if program.for_browsers else {},
        scratch=(DAGSTER_HOME,) if program.is_dagster else (),
        publishes=True if program.publishes else None,
        port=program.port,
        live="tcp" if program.port else "",
        ready=program.ready or ("grpc:DagsterApi" if program.port else ""),
        probe=program.probe if not program.port else (),
        replicas=2 if program.name in _TWICE else 1,
        alone=program.is_dagster,
        watched=program.name in _WATCHED,
        for_browsers=program.for_browsers,
        speaks_to=_SPEAKS_TO[program.name],
        patience_s=60 if program.is_dagster else 30,
    )


def _dagster_files() -> Mapping[str, tuple[str, str]]:
    return {
        f"{DAGSTER_HOME}/{name}": ("dagster", name) for name in ("dagster.yaml", "workspace.yaml")
    }


_CUBE: Final = Workload(
    name="cube",
    image=images.CUBE,
    memory_mib=1536,
    milli_cpu=2000,
    environment=cube_settings(POSTGRES),
    secrets={
        "CUBEJS_API_SECRET": ("rampart-cube", "api-secret"),
        "CUBEJS_DB_PASS": ("rampart-cube", "database-password"),
    },
    files={
        f"/cube/conf/{name}": ("cube", name) for name in ("cube.js", "engine.js", "versions.js")
    },
    publishes=False,
    port=4000,
    live="/livez",
    ready="/readyz",
    alone=True,  # its queue is in memory: two would build twice
    speaks_to=(POSTGRES,),
)
_REGISTRY: Final = Workload(
    name="schema-registry",
    image=images.SCHEMA_REGISTRY,
    memory_mib=512,
    environment={
        "REGISTRY_DATASOURCE_URL": f"jdbc:postgresql://{POSTGRES}:5432/registry",
        "REGISTRY_DATASOURCE_USERNAME": "registry",
        "QUARKUS_HTTP_PORT": "8080",
    },
    secrets={"REGISTRY_DATASOURCE_PASSWORD": ("rampart-registry", "database-password")},
    port=8080,
    live="/health/live",
    ready="/health/ready",
    replicas=2,
    speaks_to=(POSTGRES,),
)
_VALKEY: Final = Workload(
    name="valkey",
    image=images.VALKEY,
    memory_mib=256,
    command=("valkey-server", f"{SECRETS}/valkey/valkey.conf"),
    secret_files={f"{SECRETS}/valkey": "rampart-valkey"},
    scratch=("/data",),
    port=6379,
    live="tcp",
    ready="tcp",
    alone=True,  # what it holds may be lost, but never be there twice
)
_BROWSER: Final = Workload(
    name=KAFKA_UI,
    image=images.KAFKA_UI,
    memory_mib=768,
    environment={
        "SPRING_CONFIG_ADDITIONAL-LOCATION": "/etc/rampart/kafka-ui.yml",
        "JAVA_OPTS": "-Xmx512m",
    },
    passwords=(KAFKA_UI,),
    password_folder=f"{SECRETS}/kafka-ui",
    password_file="password",  # noqa: S106 - a file's name
    files={"/etc/rampart/kafka-ui.yml": ("kafka-ui", "kafka-ui.yml")},
    port=8080,
    live="tcp",
    ready="/actuator/health",
    speaks_to=(KAFKA, "schema-registry"),
)
WORKLOADS: Final = (*map(of_program, PROGRAMS), _CUBE, _REGISTRY, _VALKEY, _BROWSER)


def jobs() -> tuple[Workload, ...]:
    """What is done once, one after the other: tables and schemas, then Dagster's tables."""
    settings = Program("prepare", "", (), OPERATOR).settings(AT)
    known = {name: value for name, value in settings.items() if "KAFKA" not in name}
    prepare = Workload(
        name="prepare",
        image=images.RAMPART,
        memory_mib=512,
        command=("rampart", "stack", "prepare"),
        environment=known,
        secrets={"RAMPART_DATABASE_URL": _DATABASE},
        speaks_to=(POSTGRES, "schema-registry"),
    )
    init = Workload(
        name="dagster-init",
        image=images.RAMPART,
        memory_mib=512,
        command=("python", "-c", OPEN_ONCE),
        environment={"DAGSTER_HOME": DAGSTER_HOME},
        secrets={DAGSTER_PASSWORD: _SECRETS[DAGSTER_PASSWORD]},
        files=_dagster_files(),
        scratch=(DAGSTER_HOME,),
        speaks_to=(POSTGRES,),
    )
    return (prepare, init)


def configurations() -> Mapping[str, Mapping[str, str]]:
    """Files by ConfigMap."""
    return {
        "dagster": {
            "dagster.yaml": dagster_instance(POSTGRES),
            "workspace.yaml": dagster_workspace(),
        },
        "cube": {
            name: (CUBE_SERVER / name).read_text(encoding="utf-8")
            for name in ("cube.js", "engine.js", "versions.js")
        },
        "kafka-ui": {"kafka-ui.yml": kafka_ui(AT)},
    }


def published_by(workload: Workload) -> str:
    """Where it finds the folder of model versions; empty: it does not look."""
    return "" if workload.publishes is None else PUBLISHED
