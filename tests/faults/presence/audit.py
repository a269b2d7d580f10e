"""What a tab has been told through all its connections: nothing may be missing or come twice."""

from typing import Any, Final

from tests.fakes.browser import View

RING_MESSAGES: Final = 256  # missed ones that a room repeats


class Audit:
    """Follows rooms by the protocol's rules alone.

    `resumed` counts returns to a room whose next message followed the last one, with no snapshot
    between them; `needless` are snapshots where the missed messages could have been repeated.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.views: dict[str, View] = {}
        self.faults: list[str] = []
        self.resume = ""
        self.heard = self.resumed = 0
        self.needless: list[str] = []
        self._asked: dict[str, int] = {}  # what was the last seq when SUB was sent

    def sub(self, room: str) -> dict[str, Any]:
        """What to say to come into a room, or back to it."""
        view = self.views.get(room)
        if view is None:
            return {"op": "SUB", "room": room}
        self._asked[room] = view.seq
        return {"op": "SUB", "room": room, "seq": view.seq, "epoch": view.epoch}

    def read(self, message: dict[str, Any]) -> None:
        """One message."""
        op = message["op"]
        if op == "WELCOME":
            self.resume = message["resume"]
        elif op == "SNAPSHOT":
            self._take(message)
        elif "seq" in message:
            self._follow(message)
        elif op != "STATUS":
            self.faults.append(f"{self.name} was told {message}")

    def _take(self, message: dict[str, Any]) -> None:
        room, before = message["room"], self.views.get(message["room"])
        asked = self._asked.pop(room, None)
        if before is not None and before.epoch == message["epoch"]:
            if message["seq"] < before.seq:
                self.faults.append(f"{self.name} {room}: {before.seq} and then {message['seq']}")
            if asked is not None and message["seq"] - asked <= RING_MESSAGES:
                self.needless.append(f"{self.name} {room}: after {asked}, {message['seq']}")
        self.views[room] = View.of(message)

    def _follow(self, message: dict[str, Any]) -> None:
        room = message["room"]
        view = self.views[room]
        self.heard += 1
        self.resumed += self._asked.pop(room, None) is not None
        if message["seq"] != view.seq + 1:
            self.faults.append(f"{self.name} {room}: {view.seq} and then {message['seq']}")
        view.follow(message)


class Losing(Audit):
    """For canaries: one message of ten is lost on the way."""

    lost = 0

    def _follow(self, message: dict[str, Any]) -> None:
        self.lost += 1
        if self.lost % 10:
            super()._follow(message)


class Doubling(Audit):
    """For canaries: one message of ten comes twice."""

    def _follow(self, message: dict[str, Any]) -> None:
        super()._follow(message)
        if self.heard % 10 == 0:
            super()._follow(message)
