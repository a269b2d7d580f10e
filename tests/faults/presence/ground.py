"""Presence on a stack of its own, one instance or two, and what their processes cost."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
import psutil
from prometheus_client.parser import text_string_to_metric_families

from metamodel.kernel.clock import SystemClock
from ops.cli._connection import found_settings
from ops.stack.running import running_stack
from ops.stack.supervisor import Supervisor
from ops.tpch.served import serve_tpch
from presence_api.live.rooms.person import Person
from presence_api.live.tickets import PREFIX, Admission, Tickets
from presence_api.live_service import signing_key
from presence_api.settings import Settings
from tests.contract.presence_frames import BARE, TEXT, client_frame, opening
from tests.contract.presence_raw_client import LOOPBACK, RawClient
from tests.eventually import eventually
from tests.integration.presence_stack import second_instance

ORIGIN: Final = "http://tests.example"
TENANT: Final = "EUROPE"
HOUR_S: Final = 3600.0
OFTEN: Final = {
    "RAMPART_PRESENCE_ORIGINS": ORIGIN,
    "RAMPART_PRESENCE_MESSAGES_PER_SECOND": "100000",
    "RAMPART_PRESENCE_CONNECTIONS_PER_ADDRESS": "1000",
}
"""Settings under which nobody is refused for being many or loud."""


@dataclass(frozen=True)
class Instance:
    """One process of the service, and the key of all of them."""

    port: int
    pid: int
    key: bytes

    @property
    def open_files(self) -> int:
        """Descriptors of the process, connections among them."""
        return open_files(self.pid)

    @property
    def connections(self) -> int:
        """Descriptors of its port that somebody is, or was a moment ago, at the other end of."""
        found = psutil.Process(self.pid).net_connections("tcp")
        return sum(one.laddr.port == self.port and bool(one.raddr) for one in found)

    @property
    def memory_bytes(self) -> int:
        return memory_bytes(self.pid)

    def figure(self, name: str, **labels: str) -> float:
        """What the process says of itself."""
        text = httpx.get(f"http://{LOOPBACK}:{self.port}/metrics", timeout=20).text
        return sum(
            sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name == f"rampart_presence_{name}" and labels.items() <= sample.labels.items()
        )

    def opening(self, user: str, resume: str = "") -> bytes:
        """The head of a request that is accepted once.

        The ticket is signed here, as any of the instances would sign it.
        """
        tickets, person = Tickets(self.key, SystemClock()), Person(user, user.title(), TENANT)
        number = tickets.resumed(resume, person) if resume else None
        ends_at = SystemClock().now().timestamp() + HOUR_S
        ticket = tickets.issue(Admission(person, ends_at, number))
        return opening(["rampart.presence.v1", PREFIX + ticket], Origin=ORIGIN)

    def client(self, user: str, source: str = LOOPBACK, receive: int | None = None) -> RawClient:
        """A connection that is accepted; nothing of it has been read yet."""
        return RawClient(self.port, source, receive).opened(self.opening(user))


def open_files(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def memory_bytes(pid: int) -> int:
    """What is in memory of a process."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def text_frame(text: bytes) -> bytes:
    """One message of a client, with a mask that costs nothing."""
    return client_frame(TEXT, text, BARE)


@contextmanager
def presence_alone(name: str, settings: Mapping[str, str]) -> Iterator[tuple[Supervisor, Instance]]:
    """A stack with one instance that knows the entities of TPC-H."""
    stack_name = f"test-{name}-{os.getpid()}"
    with running_stack(stack_name, components=["presence"], settings=settings) as stack:
        serve_tpch(stack.environment["RAMPART_DATABASE_URL"])
        key = signing_key(found_settings(Settings, stack.name))
        found = Instance(stack.ports["presence"], stack.pid("presence"), key)
        eventually(lambda: knows_orders(found), bool, "the entities are known")
        yield stack, found


@contextmanager
def one_more(stack: Supervisor, key: bytes) -> Iterator[Instance]:
    """Another instance beside the stack's own, which hears of it."""
    with second_instance(stack) as (port, process):
        found = Instance(port, process.pid, key)
        eventually(lambda: knows_orders(found), bool, "the entities are known there too")
        eventually(lambda: found.figure("instances"), (1.0).__eq__, "they hear each other")
        yield found


def knows_orders(instance: Instance) -> bool:
    """Has it seen what was published?"""
    with instance.client("probe") as probe:
        probe.say("SUB", room="order")
        return bool(next(m for m in probe.messages() if m["op"] != "WELCOME")["op"] == "SNAPSHOT")
