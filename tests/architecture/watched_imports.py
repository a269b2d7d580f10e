"""Import modules while watching what they touch: `watched_imports.py ROOT MODULE...`.

Prints a JSON list of faults. Runs in a process of its own, without the rest of the suite. A touch
counts against one of our modules when the way from it to the touch leads through no other import:
what a foreign package does while it is being imported is its own affair, but for writing and
connecting, which nobody may do. Of the variables that a foreign package reads when we call it, only
our own and the whole environment count.
"""

import importlib
import json
import os
import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any

OURS = ("metamodel", "orchestration", "presence_api", "ops")
_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_CONNECTING = {"socket.connect", "socket.bind", "socket.getaddrinfo"}
_PREFIX = "RAMPART_"
_PLUMBING = {"__main__", "os", "_collections_abc"}
EVERYTHING = "all of it"
faults: list[str] = []


def owner() -> str | None:
    """The module of ours that caused what is going on, if one did."""
    for name in callers():
        if name.startswith(("importlib", "_frozen_importlib")):
            return None
        if name.partition(".")[0] in OURS:
            return name
    return None


def importing() -> str:
    """The innermost module of ours that is being imported."""
    return next((name for name in callers() if name.partition(".")[0] in OURS), "?")


def callers() -> Iterator[str]:
    """The modules on the stack, the innermost first."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        yield str(frame.f_globals.get("__name__", ""))
        frame = frame.f_back


def on_event(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: opens, connections, children."""
    if event in _CONNECTING:
        faults.append(f"{importing()} does {event}")
    elif event == "subprocess.Popen" and (culprit := owner()):
        faults.append(f"{culprit} does {event}")
    elif event == "open":
        path, _, flags = arguments
        writes = bool(flags & _WRITE) and path != os.devnull
        culprit = importing() if writes else owner()
        if culprit:
            faults.append(f"{culprit} opens {path}" + (" for writing" if writes else ""))


class WatchedEnvironment(dict[str, str]):
    """The environment, which tells on us when one of our modules looks into it."""

    def __getitem__(self, key: str) -> str:
        self._tell(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self._tell(key)
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self._tell(str(key))
        return super().__contains__(key)

    def __iter__(self) -> Iterator[str]:
        self._tell(EVERYTHING)
        return super().__iter__()

    def items(self) -> Any:
        self._tell(EVERYTHING)
        return super().items()

    def copy(self) -> dict[str, str]:
        self._tell(EVERYTHING)
        return dict(super().items())

    def _tell(self, key: str) -> None:
        nearest = next((name for name in callers() if name not in _PLUMBING), "")
        direct = nearest.partition(".")[0] in OURS
        culprit = owner() if direct or key == EVERYTHING or key.startswith(_PREFIX) else None
        if culprit:
            faults.append(f"{culprit} reads the environment ({key})")


def main(root: str, modules: list[str]) -> None:
    """Import each module under watch, then print the faults."""
    sys.path.insert(0, root)
    vars(os)["environ"] = WatchedEnvironment()
    sys.addaudithook(on_event)
    for name in modules:
        importlib.import_module(name)
    sys.stdout.write(json.dumps(sorted(set(faults))) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
