"""What a session needs of a socket."""

from collections.abc import Callable
from typing import Protocol

from presence_api.live.closing import CloseCode
from presence_api.live.rooms.peer import Wire


class LiveWire(Wire, Protocol):
    """Where a session's frames go; a socket of any kind is behind it."""

    @property
    def waiting_bytes(self) -> int:
        """What was written and the other end has not read, as far as this process knows."""
        ...

    def together(self, work: Callable[[], object]) -> None:
        """Do `work`; what it writes here goes out in one piece, where that is cheaper."""
        ...

    def end(self, code: CloseCode, reason: str) -> None:
        """Say why, and end the connection; what comes in meanwhile is dropped."""
        ...

    def ping(self) -> None:
        """Ask for a sign of life."""
        ...
