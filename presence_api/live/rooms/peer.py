"""A connection as its rooms see it."""

from typing import TYPE_CHECKING, Protocol

from presence_api.live.rooms.messages import Mode
from presence_api.live.rooms.person import Person

if TYPE_CHECKING:
    from presence_api.live.rooms.room import Room


class Wire(Protocol):
    """Where finished frames go; an asyncio transport is one."""

    def write(self, data: bytes) -> None:
        """Send, or keep until it can be sent; never waits."""
        ...


class Peer(Protocol):
    """What rooms write to. They write nothing to one that is behind: it gets a snapshot later."""

    @property
    def wire(self) -> Wire:
        """Where to."""
        ...

    @property
    def person(self) -> Person:
        """Whose connection it is."""
        ...

    @property
    def mode(self) -> Mode:
        """What is done there."""
        ...

    @property
    def keeps_up(self) -> bool:
        """May more be written?"""
        ...

    @property
    def behind(self) -> "set[Room] | None":
        """Rooms that have said something since it fell behind; None: it is gone, or keeps up."""
        ...


def unheard(peer: Peer) -> None:
    """Nobody else has to know what this peer does."""
