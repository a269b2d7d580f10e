"""A room on uWebSockets through socketify: `python socketify_room.py PORT`, with it on the path.

Every event is a frame to every peer; the library puts those of one turn of its loop together.
"""

import json
import sys
from typing import Any, Final

ROOM: Final = "order"
_LONGEST: Final = 256
_TEXT: Final = 1  # opcode
_ANSWER: Final = json.dumps({"op": "LOCK_DENIED", "room": ROOM, "reason": "no_instance"})


class Room:
    """One room and its members."""

    def __init__(self, app: Any) -> None:
        self._app, self._seq = app, 0
        self._members: dict[str, dict[str, str]] = {}

    def upgrade(self, response: Any, request: Any, context: Any) -> None:
        """A peer comes in; who they are is in the request."""
        response.upgrade(
            request.get_header("sec-websocket-key"),
            request.get_header("sec-websocket-protocol"),
            request.get_header("sec-websocket-extensions"),
            context,
            request.get_query("user"),
        )

    def open(self, peer: Any) -> None:
        """They hear what is said."""
        peer.subscribe(ROOM)

    def message(self, peer: Any, text: str, _: Any) -> None:
        """They said something."""
        said = json.loads(text)
        if said.get("op") == "LOCK" and said.get("room") == ROOM:
            peer.send(_ANSWER, _TEXT)
        elif said.get("op") == "FOCUS" and said.get("room") == ROOM:
            self._focus(peer.get_user_data(), said.get("row"), said.get("field"))

    def _focus(self, user: str, row: object, field: object) -> None:
        if not (isinstance(row, str) and isinstance(field, str)):
            return
        if not (0 < len(row) <= _LONGEST and 0 < len(field) <= _LONGEST):
            return
        activity = self._members[user] = {"user": user, "row": row, "field": field}
        self._seq += 1
        told = {"op": "DIFF", "room": ROOM, "seq": self._seq, "active": [activity]}
        self._app.publish(ROOM, json.dumps(told, separators=(",", ":")), _TEXT)


def main() -> None:
    """Serve until killed."""
    from socketify import App, CompressOptions  # type: ignore # noqa: PGH003, PLC0415 - bench alone

    app: Any = App()
    room = Room(app)
    behaviour = {
        "compression": CompressOptions.DISABLED,
        "max_payload_length": 1 << 16,
        "idle_timeout": 120,
        "upgrade": room.upgrade,
        "open": room.open,
        "message": room.message,
    }
    app.ws("/ws", behaviour)
    app.listen(int(sys.argv[1]), lambda _: None)
    app.run()


if __name__ == "__main__":
    main()
