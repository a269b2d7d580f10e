"""`compose.yaml`: the whole platform on one machine, from official images and one of our own.

Every published port is on loopback; every secret is a file that is named here, none is written
here; every root file system is read-only.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from ops.deployment import images
from ops.deployment.compose_servers import SERVERS, Server
from ops.deployment.configurations import COMPOSE
from ops.deployment.documents import Document, yaml_file
from ops.deployment.programs import (
    API_PORT,
    DAGSTER_HOME,
    PRESENCE_KEYS,
    PRESENCE_PORT,
    PROGRAMS,
    PUBLISHED,
    SECRETS,
    USER_ID,
    Program,
)
from ops.deployment.secret_store import names, variable_file
from ops.stack.components.dagster_init import OPEN_ONCE
from ops.stack.principals import ADMIN, OPERATOR, principals
from ops.stack.secured_kafka import CLIENT_AUTHORITY

FILE: Final = "compose.yaml"
_READY: Final = "service_healthy"
_DONE: Final = "service_completed_successfully"
_SHOWN: Final = {"dagster-web": 3000, "presence": PRESENCE_PORT, "presence-api": API_PORT}
"""Which of our programs people look at, and on which port of the machine."""
_LETS_GO: Final = ("dagster-code", "dagster-daemon")
"""Programs that are given time to end runs and sensors."""


def compose_document() -> Document:
    """The whole of it."""
    services = {server.name: server_service(server) for server in SERVERS}
    services |= {"prepare": _prepare(), "dagster-init": _dagster_init()}
    services |= {one.name: program_service(one) for one in PROGRAMS}
    services["rampart"] = _command_line()
    return {
        "name": "rampart",
        "services": services,
        "secrets": {secret_name(name): {"file": f"./secrets/{name}"} for name in _mounted()},
        "volumes": {name: {} for name in ("postgres", "kafka", "published", "dagster", *_STORES)},
    }


_STORES: Final = ("prometheus", "alertmanager")


def compose_files() -> Mapping[str, str]:
    """`compose.yaml`."""
    return {FILE: yaml_file(compose_document())}


def secret_name(file: str) -> str:
    """What compose calls the secret in a file of the folder."""
    return file.replace("/", "_")


def server_service(server: Server) -> Document:
    """A server of somebody else."""
    return {
        **_some("build", dict(server.build or {})),
        "image": server.image,
        **_some("entrypoint", list(server.entrypoint)),
        **_some("command", list(server.command)),
        "user": server.user,
        **_fence(server.memory_mib, server.milli_cpu),
        "restart": "unless-stopped",
        **_some("environment", dict(server.environment)),
        **_some("env_file", _env_files(server.env_files)),
        **_some("secrets", _secrets(server.secrets)),
        **_some(
            "volumes",
            [*(_bind(*pair) for pair in server.files), *map(_volume, server.volumes)],
        ),
        "tmpfs": ["/tmp", *server.scratch],  # noqa: S108 - inside a container
        **({"ports": [f"127.0.0.1:{server.shown}"]} if server.shown else {}),
        "healthcheck": _health(server.check),
        **_some("depends_on", _after(server.needs, done=server.after)),
    }


def program_service(program: Program) -> Document:
    """A program of ours."""
    shown = _SHOWN.get(program.name)
    grace = {"stop_grace_period": "60s"} if program.name in _LETS_GO else {}
    return {
        **_ours(program.command, program.settings(COMPOSE)),
        **_fence(program.memory_mib, program.milli_cpu),
        "restart": "unless-stopped",
        **grace,
        "env_file": _env_files(map(variable_file, program.secret_variables())),
        **_some("secrets", _secrets(_shown_to(program))),
        **_some("volumes", _places(program)),
        "tmpfs": ["/tmp"],  # noqa: S108 - inside a container
        **({"ports": [f"127.0.0.1:{shown}:{program.port}"]} if shown else {}),
        "healthcheck": _health(program.check()),
        "depends_on": _after(program.needs, done=("dagster-init", "prepare")),
    }


def _prepare() -> Document:
    """Tables, topics, rights, schemas; then it is done."""
    told = ("rampart", "stack", "prepare")
    job = Program(
        "prepare", "", (*told, "--as", ADMIN, "--passwords", f"{SECRETS}/passwords"), ADMIN
    )
    everybody = _login(*principals())
    return {
        **_once(job),
        "secrets": _secrets(everybody),
        "depends_on": _after(("postgres", "kafka", "schema-registry")),
    }


def _dagster_init() -> Document:
    """Dagster's tables, made by one process before any other opens them.

    It is the first that mounts the volumes of our image, which makes them its user's.
    """
    command = ("python", "-c", OPEN_ONCE)
    job = Program("dagster-init", "", command, is_dagster=True, publishes=True)
    return {**_once(job), "volumes": _places(job), "depends_on": _after(("postgres",))}


def _command_line() -> Document:
    """`docker compose run --rm rampart <noun> <verb>`: somebody at the command line."""
    person = Program(
        "rampart",
        "",
        ("--help",),
        OPERATOR,
        passwords=("replay",),
        publishes=True,
        asks_cube=True,
    )
    return {
        **_once(person),
        "profiles": ["command-line"],
        "entrypoint": ["rampart"],
        "secrets": _secrets(_login(OPERATOR, "replay")),
        "volumes": _places(person),
        "depends_on": _after(("kafka", "postgres")),
    }


def _once(job: Program) -> Document:
    return {
        **_ours(job.command, job.settings(COMPOSE)),
        **_fence(job.memory_mib, job.milli_cpu),
        "restart": "no",
        "env_file": _env_files(map(variable_file, job.secret_variables())),
        "tmpfs": ["/tmp"],  # noqa: S108 - inside a container
    }


def _ours(command: Iterable[str], settings: Mapping[str, str]) -> Document:
    build = {"context": "../..", "dockerfile": "ops/compose/Dockerfile"}
    return {
        "build": build,
        "image": images.RAMPART,
        "command": list(command),
        "user": f"{USER_ID}:{USER_ID}",
        "environment": dict(settings),
    }


def _fence(memory_mib: int, milli_cpu: int) -> Document:
    """What a container may use, and that it can become no more than it is."""
    return {
        "read_only": True,
        "init": True,
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges:true"],
        "pids_limit": 1024,
        "mem_limit": f"{memory_mib}m",
        "cpus": milli_cpu / 1000,
        "logging": {"driver": "json-file", "options": {"max-size": "10m", "max-file": "3"}},
    }


def _health(command: Iterable[str]) -> Document:
    return {
        "test": ["CMD", *command],
        "interval": "10s",
        "timeout": "10s",
        "retries": 6,
        "start_period": "60s",
    }


def _after(ready: Iterable[str], done: Iterable[str] = ()) -> Document:
    return {
        **{name: {"condition": _READY} for name in ready},
        **{name: {"condition": _DONE} for name in done},
    }


def _some(key: str, value: Any) -> Document:
    """A key only where it says something."""
    return {key: value} if value else {}


def _places(program: Program) -> list[Any]:
    """Volumes of a program of ours."""
    found: list[Any] = []
    if program.is_dagster:
        found += [
            _volume(("dagster", DAGSTER_HOME)),
            _bind("./dagster/dagster.yaml", f"{DAGSTER_HOME}/dagster.yaml"),
            _bind("./dagster/workspace.yaml", f"{DAGSTER_HOME}/workspace.yaml"),
        ]
    if program.publishes:
        found.append(_volume(("published", PUBLISHED)))
    return found


def _login(*users: str) -> tuple[tuple[str, str], ...]:
    """Passwords of these users and the authority that the broker is believed by."""
    if not any(users):
        return ()
    passwords = ((f"passwords/{user}", f"passwords/{user}") for user in users)
    return (*passwords, (f"certificates/{CLIENT_AUTHORITY}.pem", "kafka-ca/ca.crt"))


def _shown_to(program: Program) -> tuple[tuple[str, str], ...]:
    keys = (f"presence/{name}" for name in PRESENCE_KEYS.values() if program.for_browsers)
    return (*_login(program.principal, *program.passwords), *((key, key) for key in keys))


def _secrets(wanted: Iterable[tuple[str, str]]) -> list[Document]:
    return [
        {"source": secret_name(file), "target": f"{SECRETS}/{target}"} for file, target in wanted
    ]


def _env_files(files: Iterable[str]) -> list[Document]:
    return [{"path": f"./secrets/{file}", "required": True} for file in files]


def _bind(source: str, target: str) -> Document:
    return {"type": "bind", "source": source, "target": target, "read_only": True}


def _volume(pair: tuple[str, str]) -> Document:
    source, target = pair
    read_only = target.endswith(":ro")
    found = {"type": "volume", "source": source, "target": target.removesuffix(":ro")}
    return found | ({"read_only": True} if read_only else {})


def _mounted() -> Iterable[str]:
    """Files that are secrets to compose: all but those that hold variables."""
    return (name for name in names() if not name.endswith(".env"))
