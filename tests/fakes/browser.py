"""A browser's end of a connection: what it was sent, and what it believes of its rooms."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from presence_api.live.closing import CloseCode
from presence_api.live.rooms.frames import PING, TEXT, frames_in
from presence_api.live.session import Session


@dataclass
class View:
    """A room as a client knows it, by the protocol's rules alone."""

    seq: int
    epoch: str
    members: dict[str, dict[str, Any]] = field(default_factory=dict)
    active: dict[str, dict[str, Any]] = field(default_factory=dict)
    count: int = 0

    @classmethod
    def of(cls, snapshot: dict[str, Any]) -> "View":
        """As a SNAPSHOT says."""
        return cls(
            seq=snapshot["seq"],
            epoch=snapshot["epoch"],
            members={item["user"]: item for item in snapshot["members"]},
            active={item["user"]: item for item in snapshot.get("active", ())},
            count=snapshot.get("count", 0),
        )

    def follow(self, message: dict[str, Any]) -> None:
        """What a later message of the room changes."""
        self.seq = message["seq"]
        for member in message.get("joined", ()):
            self.members[member["user"]] = member
            self.active.pop(member["user"], None)
        for activity in message.get("active", ()):
            self.active[activity["user"]] = activity
        for user in message.get("left", ()):
            self.members.pop(user, None)
            self.active.pop(user, None)
        self.count = message.get("count", self.count)

    def shown(self) -> dict[str, tuple[Any, ...]]:
        """Mode, row and field by user."""
        found = {}
        for user in self.members:
            now = self.active.get(user, {})
            found[user] = (now.get("mode", "viewing"), now.get("row"), now.get("field"))
        return found


class Browser:
    """A wire that keeps what is written to it, and follows its rooms as a client has to.

    `full` means that nothing more fits: what is written anyway is a fault of the writer.
    """

    def __init__(self) -> None:
        self.session: Session | None = None
        self.messages: list[dict[str, Any]] = []
        self.views: dict[str, View] = {}
        self.ended: tuple[CloseCode, str] | None = None
        self.pings = 0
        self.full = False
        self.written_while_full = 0
        self.gaps: list[str] = []
        self.writes = 0
        self._held: list[bytes] | None = None

    def write(self, data: bytes) -> None:
        if self._held is not None:
            self._held.append(data)
            return
        self.writes += 1
        assert self.ended is None, "written to after its end"
        self.written_while_full += self.full
        for first, payload in frames_in(data):
            assert first == TEXT
            self._read(json.loads(payload))

    def together(self, work: Callable[[], object]) -> None:
        self._held = []
        try:
            work()
        finally:
            held, self._held = self._held, None
            if held:
                self.write(b"".join(held))

    @property
    def waiting_bytes(self) -> int:
        return 7 if self.full else 0

    def end(self, code: CloseCode, reason: str) -> None:
        self.ended = (code, reason)

    def ping(self) -> None:
        self.write_ping(PING)

    def write_ping(self, data: bytes) -> None:
        assert data == PING
        self.pings += 1

    def say(self, op: str, **fields: Any) -> None:
        """Send one message."""
        assert self.session is not None
        self.session.receive(json.dumps({"op": op, **fields}).encode())

    def sub(self, room: str) -> None:
        """Come into a room, or catch up from what is known of it."""
        known = self.views.get(room)
        at = {"seq": known.seq, "epoch": known.epoch} if known else {}
        self.say("SUB", room=room, **at)

    def of(self, op: str) -> list[dict[str, Any]]:
        """The messages of one kind."""
        return [message for message in self.messages if message["op"] == op]

    def _read(self, message: dict[str, Any]) -> None:
        self.messages.append(message)
        if message["op"] == "SNAPSHOT":
            self._take(message)
        elif "seq" in message:
            self._follow(message)

    def _take(self, message: dict[str, Any]) -> None:
        self.views[message["room"]] = View.of(message)

    def _follow(self, message: dict[str, Any]) -> None:
        view = self.views[message["room"]]
        if message["seq"] != view.seq + 1:
            self.gaps.append(f"{message['room']}: {view.seq} and then {message['seq']}")
        view.follow(message)
