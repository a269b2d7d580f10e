"""Rampart's own programs as containers run them: command, settings, port, probe, limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ops.stack.dagster_home import TICK_TIMEOUT_S
from ops.stack.principals import EXPORTER, ORCHESTRATION, PRESENCE

USER_ID: Final = 1000
"""Whom our programs and Kafka run as: the user of the official Kafka image, and never root."""
PUBLISHED: Final = "/var/lib/rampart/published"
"""The folder of model versions: Dagster writes it, Cube reads it."""
DAGSTER_HOME: Final = "/var/lib/dagster"
SECRETS: Final = "/run/secrets"
CODE_PORT: Final = 4000
REDIS_URL: Final = "RAMPART_REDIS_URL"
DAGSTER_PASSWORD: Final = "DAGSTER_DATABASE_PASSWORD"  # noqa: S105 - a variable's name
PRESENCE_KEYS: Final[Mapping[str, str]] = {
    "RAMPART_PRESENCE_KEY_FILE": "key",
    "RAMPART_PRESENCE_ADMIN_FILE": "admin",
    "RAMPART_JWT_SECRET_FILE": "tokens",
}
"""Settings that name a file, and the file below `/run/secrets/presence`."""
PRESENCE_PORT: Final = 28100
API_PORT: Final = 28101
_PAGES: Final = "/opt/rampart/presence_api/web/dist/pages"
_EVERYWHERE: Final = "0.0.0.0"  # noqa: S104 - inside a container; who gets in is the network's say
_RAMPART: Final = ("rampart",)
_CODE: Final = "orchestration.definitions"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the others are, as a program is told."""

    environment: str
    kafka: str
    schema_registry: str
    cube: str = "http://cube:4000"
    dagster: str = "http://dagster-web:3000"


@dataclass(frozen=True, slots=True)
class Program:
    """One of our programs; `ready` is an HTTP path, or empty where `probe` is a command.

    Memory in MiB, processors in thousandths; `passwords`: whose it may read beside its own.
    Without a principal it does not log in to Kafka; `for_browsers` ones have keys of presence and
    speak to Valkey.
    """

    name: str
    why: str
    command: tuple[str, ...]
    principal: str = ""
    port: int = 0
    ready: str = ""
    probe: tuple[str, ...] = ()
    memory_mib: int = 512
    milli_cpu: int = 500
    needs: tuple[str, ...] = ()
    is_dagster: bool = False
    asks_cube: bool = False
    publishes: bool = False
    for_browsers: bool = False
    passwords: tuple[str, ...] = ()

    def check(self) -> tuple[str, ...]:
        """A command that succeeds while the program can do its work."""
        if self.probe:
            return self.probe
        url = f"http://127.0.0.1:{self.port}{self.ready}"
        return ("python", "-c", f"import urllib.request as r; r.urlopen('{url}', timeout=2)")

    def secret_variables(self) -> tuple[str, ...]:
        """Variables that only the deployment's secrets hold."""
        return (
            *(("RAMPART_DATABASE_URL",) if self.is_ours else ()),
            *(("RAMPART_CUBE_API_SECRET",) if self.asks_cube else ()),
            *((DAGSTER_PASSWORD,) if self.is_dagster else ()),
            *((REDIS_URL,) if self.for_browsers else ()),
        )

    def settings(self, at: Addresses) -> Mapping[str, str]:
        """Its environment, without what is secret."""
        found = self._servers(at) if self.is_ours else {}
        if self.principal:
            found |= self._broker(at)
        if self.passwords:
            found["RAMPART_KAFKA_PASSWORDS_DIR"] = f"{SECRETS}/passwords"
        if self.for_browsers:
            found |= {name: f"{SECRETS}/presence/{file}" for name, file in PRESENCE_KEYS.items()}
            found["RAMPART_PRESENCE_PAGES"] = _PAGES
            own = (f"http://{host}:{PRESENCE_PORT}" for host in ("127.0.0.1", "localhost"))
            found["RAMPART_PRESENCE_ORIGINS"] = ",".join(own)
        if self.is_dagster:
            found["DAGSTER_HOME"] = DAGSTER_HOME
            found["DAGSTER_SENSOR_GRPC_TIMEOUT_SECONDS"] = str(TICK_TIMEOUT_S)
        return found

    @property
    def is_ours(self) -> bool:
        """Does it work with our servers? Without a principal only browsers' programs do."""
        return bool(self.principal) or self.for_browsers

    def _broker(self, at: Addresses) -> dict[str, str]:
        return {
            "RAMPART_KAFKA_BOOTSTRAP": at.kafka,
            "RAMPART_KAFKA_SECURITY_PROTOCOL": "SASL_SSL",
            "RAMPART_KAFKA_USER": self.principal,
            "RAMPART_KAFKA_PASSWORD_FILE": f"{SECRETS}/passwords/{self.principal}",
            "RAMPART_KAFKA_CA_FILE": f"{SECRETS}/kafka-ca/ca.crt",
        }

    def _servers(self, at: Addresses) -> dict[str, str]:
        return {
            "RAMPART_STREAMING_ENVIRONMENT": at.environment,
            "RAMPART_SCHEMA_REGISTRY_URL": at.schema_registry,
            "RAMPART_CUBE_URL": at.cube,
            "RAMPART_DAGSTER_URL": at.dagster,
            "RAMPART_PUBLISH_DIR": PUBLISHED,
            "RAMPART_WORKER_HOST": _EVERYWHERE,
            "RAMPART_PRESENCE_HOST": _EVERYWHERE,
        }


PROGRAMS: Final = (
    Program(
        name="dagster-code",
        why="Dagster's code location; runs are processes of it.",
        command=(
            *("dagster", "code-server", "start", "-h", _EVERYWHERE, "-p", str(CODE_PORT)),
            *("-m", _CODE),
        ),
        principal=ORCHESTRATION,
        port=CODE_PORT,
        probe=("dagster", "api", "grpc-health-check", "-p", str(CODE_PORT)),
        memory_mib=2048,
        milli_cpu=2000,
        needs=("cube", "schema-registry"),
        is_dagster=True,
        asks_cube=True,
        publishes=True,
        passwords=("replay",),
    ),
    Program(
        name="dagster-web",
        why="Dagster's pages.",
        command=(
            *("dagster-webserver", "-h", _EVERYWHERE, "-p", "3000"),
            *("-w", f"{DAGSTER_HOME}/workspace.yaml"),
        ),
        port=3000,
        ready="/server_info",
        memory_mib=1024,
        needs=("dagster-code",),
        is_dagster=True,
    ),
    Program(
        name="dagster-daemon",
        why="Sensors, schedules, the queue of runs; never two of it.",
        command=("dagster-daemon", "run", "-w", f"{DAGSTER_HOME}/workspace.yaml"),
        probe=("dagster-daemon", "liveness-check"),
        memory_mib=1024,
        needs=("dagster-code",),
        is_dagster=True,
    ),
    Program(
        name="audit-sink",
        why="Keeps the audit trail.",
        command=(*_RAMPART, "streaming", "consume", "audit", "--port", "29109"),
        principal=ORCHESTRATION,
        port=29109,
        ready="/health/ready",
        needs=("schema-registry",),
    ),
    Program(
        name="presence-worker",
        why="The service for browsers, its part in the background: relays the outbox.",
        command=(*_RAMPART, "presence", "serve", "--role", "worker", "--port", "28000"),
        principal=PRESENCE,
        port=28000,
        ready="/health/ready",
    ),
    Program(
        name="presence",
        why="The service for browsers: rooms, locks, what is going stale.",
        command=(*_RAMPART, "presence", "serve", "--role", "live", "--port", str(PRESENCE_PORT)),
        principal=PRESENCE,
        port=PRESENCE_PORT,
        ready="/health/ready",
        milli_cpu=1000,
        needs=("schema-registry", "valkey"),
        for_browsers=True,
    ),
    Program(
        name="presence-api",
        why="The service for browsers: entities over HTTP, read and changed, and reports.",
        command=(*_RAMPART, "presence", "serve", "--role", "api", "--port", str(API_PORT)),
        port=API_PORT,
        ready="/health/ready",
        milli_cpu=1000,
        asks_cube=True,
        needs=("cube", "schema-registry", "valkey"),
        for_browsers=True,
    ),
    Program(
        name="metrics",
        why="The platform's figures, for Prometheus.",
        command=(*_RAMPART, "metrics", "serve", "--port", "29108"),
        principal=EXPORTER,
        port=29108,
        ready="/metrics",
        asks_cube=True,
        needs=("cube", "schema-registry"),
    ),
)


def program(name: str) -> Program:
    """One of them. Raises KeyError."""
    return {one.name: one for one in PROGRAMS}[name]
