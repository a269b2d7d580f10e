"""What every verb is, and what it may do with the connection it came from."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Annotated, Any, Protocol

from msgspec import Meta, Struct

from presence_api.live.lock_rules import LockAction
from presence_api.live.rooms.messages import Message, Mode
from presence_api.live.rooms.peer import Peer
from presence_api.live.rooms.room import Room

RoomName = Annotated[
    str, Meta(min_length=1, max_length=200, description="`<entity>` or `<entity>/<instance id>`.")
]
Row = Annotated[str, Meta(min_length=1, max_length=256, description="Instance id.")]
Field = Annotated[str, Meta(min_length=1, max_length=256, description="Attribute of the row.")]
Seq = Annotated[int, Meta(ge=0, description="The last one seen in this room.")]
Epoch = Annotated[str, Meta(max_length=64, description="Where that one counts, from SNAPSHOT.")]


class Speaker(Peer, Protocol):
    """The connection a verb came from."""

    @property
    def rooms(self) -> dict[str, Room]:
        """Where it is, by name."""
        ...

    def enter(self, name: str) -> Room | None:
        """Join a room; None if that is refused, which the client has been told."""
        ...

    def joined(self, name: str) -> Room | None:
        """A room it is in; None if it is in no such room, which the client has been told."""
        ...

    def leave(self, name: str) -> None:
        """Go out of a room, if it is in there."""
        ...

    def change_mode(self, mode: Mode) -> None:
        """Do something else in all rooms."""
        ...

    def refresh(self, ticket: str) -> None:
        """Stay longer, by a new ticket of the same person."""
        ...

    def lock(self, name: str, action: LockAction) -> None:
        """Ask for the lock of a room's instance."""
        ...

    def unlock(self, name: str, token: str) -> None:
        """Let it go."""
        ...

    def say(self, message: Message) -> None:
        """Tell this client alone."""
        ...


class Verb(
    Struct, frozen=True, gc=False, tag_field="op", tag=str.upper, forbid_unknown_fields=True
):
    """Anything a client says. A subclass is one verb; its name in capitals is the frame's `op`."""

    @staticmethod
    def any_of(verbs: "Iterable[type[Verb]]") -> Any:
        """The type of a message that is one of these."""
        return reduce(or_, verbs)

    def apply(self, speaker: Speaker) -> None:
        """Do it; what cannot be done is told to the client, never raised."""
        raise NotImplementedError
