"""Stacks of one component, for looking at what it tells others."""

import tempfile
from pathlib import Path

from ops.stack.component import Component, Stack
from ops.stack.ports import reserve_ports

_FOLDERS = tempfile.TemporaryDirectory(prefix="rampart-test-")  # gone with this process


def stack_of(*components: Component) -> Stack:
    """A stack that is not running, with free ports and known secrets for these components."""
    ports = reserve_ports({name: 0 for item in components for name in item.ports})
    secrets = {name: f"secret-{name}" for item in components for name in item.secrets}
    folder = Path(tempfile.mkdtemp(dir=_FOLDERS.name))
    (folder / "logs").mkdir()
    return Stack("test", folder, folder.as_posix(), ports, secrets, {})
