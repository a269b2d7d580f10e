"""Somebody who is in a room on another instance."""

from typing import TYPE_CHECKING

from presence_api.live.rooms.messages import Mode
from presence_api.live.rooms.person import Person

if TYPE_CHECKING:
    from presence_api.live.rooms.peer import Wire
    from presence_api.live.rooms.room import Room


class Guest:
    """A peer to whom nothing is written: their own instance does that."""

    __slots__ = ("mode", "person")

    keeps_up = False
    behind: "set[Room] | None" = None

    def __init__(self, person: Person) -> None:
        self.person, self.mode = person, Mode.VIEWING

    @property
    def wire(self) -> "Wire":
        """There is none here."""
        raise NotImplementedError("a guest's connection is elsewhere")
