"""Where the secured cluster of a stack keeps its things, and how its clients get in."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from ops.stack.component import Stack
from ops.stack.principals import ADMIN, BROKER, OPERATOR, ORCHESTRATION
from ops.stack.shape import LOCAL
from orchestration.adapters.kafka_access import KafkaAccess
from orchestration.adapters.secret_files import private_folder

PROTOCOL: Final = "SASL_SSL"
CLIENT_AUTHORITY: Final = "client-authority"
CLUSTER_AUTHORITY: Final = "cluster-authority"
REAUTHENTICATE_MS: Final = 10_000  # short, for one machine: drills need not wait
LOOPBACK: Final = "127.0.0.1"
_QUORUM: Final = {1: 1, 3: 2}  # replicas that must have a record before it is acknowledged


def nodes(stack: Stack) -> range:
    """The numbers of the cluster's nodes."""
    return range(1, stack.shape.brokers + 1)


def node_folder(stack: Stack, node: int) -> Path:
    """A node's configuration and its log."""
    folder = stack.data("kafka") / f"node-{node}"
    folder.mkdir(exist_ok=True)
    return folder


def certificates(stack: Stack) -> Path:
    """Key stores, trust stores and the authorities' keys."""
    return private_folder(stack.data("kafka") / "certificates")


def passwords(stack: Stack) -> Path:
    """A file a principal."""
    return private_folder(stack.data("kafka") / "passwords")


def arguments_file(stack: Stack) -> Path:
    """What the storage tool is told about passwords; gone once the cluster runs."""
    return stack.data("kafka") / "format.arguments"


def cluster_id_file(stack: Stack) -> Path:
    """The id that all nodes are formatted with."""
    return stack.data("kafka") / "cluster-id"


def node_store(stack: Stack, node: int, side: str) -> Path:
    """A node's key store, for the side of the `client` or of the `cluster`."""
    return certificates(stack) / f"node-{node}.{side}.pem"


def bootstrap(stack: Stack) -> str:
    """The addresses of all nodes."""
    return ",".join(f"127.0.0.1:{stack.ports[f'kafka_{node}']}" for node in nodes(stack))


def access(stack: Stack, principal: str) -> KafkaAccess:
    """How a principal gets in."""
    return KafkaAccess(
        security_protocol=PROTOCOL,
        user=principal,
        password_file=passwords(stack) / principal,
        ca_file=certificates(stack) / f"{CLIENT_AUTHORITY}.pem",
    )


def client_environment(stack: Stack, principal: str) -> Mapping[str, str]:
    """What a program needs in its environment to be that principal; nothing on a plain broker."""
    if stack.shape.profile != LOCAL:
        return {}
    found = access(stack, principal)
    return {
        "RAMPART_KAFKA_SECURITY_PROTOCOL": found.security_protocol,
        "RAMPART_KAFKA_USER": found.user,
        "RAMPART_KAFKA_PASSWORD_FILE": str(found.password_file),
        "RAMPART_KAFKA_CA_FILE": str(found.ca_file),
    }


def operator_environment(stack: Stack) -> Mapping[str, str]:
    """What a person at the command line needs, who also sends dead letters again as `replay`."""
    return _with_passwords(stack, OPERATOR)


def code_location_environment(stack: Stack) -> Mapping[str, str]:
    """What the code location and its runs need: they also try everybody's rights out."""
    return _with_passwords(stack, ORCHESTRATION)


def _with_passwords(stack: Stack, principal: str) -> Mapping[str, str]:
    found = client_environment(stack, principal)
    return {**found, "RAMPART_KAFKA_PASSWORDS_DIR": str(passwords(stack))} if found else {}


def blanks(stack: Stack, node: int) -> dict[str, object]:
    """What a node's configuration has in the blanks of its template."""
    ports, brokers = stack.ports, stack.shape.brokers
    voters = [f"{item}@{LOOPBACK}:{ports[f'kafka_{item}_controller']}" for item in nodes(stack)]
    super_users = [ADMIN, BROKER, *(f"node-{item}" for item in nodes(stack))]
    return {
        "node": node,
        "voters": ",".join(voters),
        "listen": LOOPBACK,
        "host": LOOPBACK,
        "client_port": ports[f"kafka_{node}"],
        "internal_port": ports[f"kafka_{node}_internal"],
        "controller_port": ports[f"kafka_{node}_controller"],
        "secrets": passwords(stack),
        "certificates": certificates(stack),
        "broker": BROKER,
        "reauthenticate_ms": REAUTHENTICATE_MS,
        "super_users": ";".join(f"User:{name}" for name in super_users),
        "replicas": brokers,
        "in_sync": _QUORUM[brokers],
    }
