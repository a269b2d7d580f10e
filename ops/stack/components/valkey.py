"""The store of presence, locks and caches: in memory, lost on purpose when it stops."""

from collections.abc import Mapping
from typing import ClassVar

from ops.stack.component import Component, Stack
from ops.stack.places import valkey
from ops.stack.ports import is_open
from ops.stack.processes import Process

CONFIGURATION = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir {data}
save ""
appendonly no
maxmemory 128mb
maxmemory-policy noeviction
"""


class Valkey(Component):
    """Valkey 9 from a wheel; speaks the Redis protocol."""

    name = "valkey"
    ports: ClassVar[Mapping[str, int]] = {"valkey": 26379}
    secrets = ("valkey",)

    def start(self, stack: Stack) -> Process:
        data = stack.data(self.name)
        file = data / "valkey.conf"
        file.touch(mode=0o600)
        password, port = stack.secrets["valkey"], stack.ports["valkey"]
        file.write_text(CONFIGURATION.format(port=port, password=password, data=data))
        return stack.spawn(self.name, [valkey(), file])

    def ready(self, stack: Stack) -> bool:
        return is_open(stack.ports["valkey"])

    def environment(self, stack: Stack) -> Mapping[str, str]:
        password, port = stack.secrets["valkey"], stack.ports["valkey"]
        return {"RAMPART_REDIS_URL": f"redis://:{password}@127.0.0.1:{port}/0"}
