"""A real broker that asks who one is: an authorizer, and two ways in.

By PLAINTEXT everybody is `ANONYMOUS`, who may do everything; by the other listener one logs in, and
may do what one was granted.
"""

import secrets
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from ops.stack import broker, processes
from ops.stack.component import Stack
from ops.stack.ports import reserve_ports
from tests.eventually import eventually

STRANGER, STRANGERS_PASSWORD = "stranger", "of no use"
_SECURITY = "org.apache.kafka.common.security"
_MORE = """
listeners=PLAINTEXT://{here}:{kafka},GUARDED://{here}:{guarded},CONTROLLER://{here}:{controller}
advertised.listeners=PLAINTEXT://{here}:{kafka},GUARDED://{here}:{guarded}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,GUARDED:SASL_PLAINTEXT
sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-512
listener.name.guarded.plain.sasl.jaas.config={security}.plain.PlainLoginModule required \\
  user_{stranger}="{password}";
listener.name.guarded.scram-sha-512.sasl.jaas.config={security}.scram.ScramLoginModule required;
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
allow.everyone.if.no.acl.found=false
super.users=User:ANONYMOUS
"""
_READY_S = 60.0


@dataclass(frozen=True)
class GuardedBroker:
    """Its two addresses."""

    bootstrap: str  # as ANONYMOUS, who may do everything
    guarded: str

    def login(
        self, user: str, password: str, mechanism: str
    ) -> dict[str, str | int | float | bool]:
        """Options of a client that logs in."""
        return {
            "security.protocol": "SASL_PLAINTEXT",
            "sasl.mechanism": mechanism,
            "sasl.username": user,
            "sasl.password": password,
        }

    @property
    def stranger(self) -> dict[str, str | int | float | bool]:
        """Somebody who may log in and was granted nothing."""
        return self.login(STRANGER, STRANGERS_PASSWORD, "PLAIN")


@contextmanager
def guarded_broker(folder: Path) -> Iterator[GuardedBroker]:
    """Runs for as long as the block."""
    (folder / "logs").mkdir()
    ports = reserve_ports({"kafka": 0, "guarded": 0, "controller": 0})
    stack = Stack("guarded", folder, secrets.token_hex(16), ports, {}, {})
    data = stack.data("kafka")
    properties = broker.write_properties(
        data, port=ports["kafka"], controller_port=ports["controller"]
    )
    names = {"here": "127.0.0.1", "security": _SECURITY, "stranger": STRANGER}
    more = _MORE.format(**ports, **names, password=STRANGERS_PASSWORD)
    properties.write_text(properties.read_text() + more)  # of two equal keys the last one counts
    stack.run("kafka", broker.format_command(properties))
    process = stack.spawn("kafka", broker.command("kafka.Kafka", properties), cwd=data)
    found = GuardedBroker(f"127.0.0.1:{ports['kafka']}", f"127.0.0.1:{ports['guarded']}")
    try:
        admin = AdminClient({"bootstrap.servers": found.bootstrap, "log_level": 0})
        eventually(lambda: _answers(admin), bool, "the guarded broker", timeout_s=_READY_S)
        yield found
    finally:
        processes.end(process, token=stack.token, number=signal.SIGTERM, grace_s=5)


def _answers(admin: AdminClient) -> bool:
    try:
        return bool(admin.list_topics(timeout=2).brokers)
    except KafkaException:
        return False
