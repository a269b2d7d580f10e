"""UNLOCK: let go what one holds."""

from typing import Annotated

from msgspec import Meta

from presence_api.live.verbs._verb import RoomName, Speaker, Verb


class Unlock(Verb, frozen=True):
    """Let go what one holds, before the connection ends."""

    room: RoomName
    token: Annotated[str, Meta(max_length=256, description="From LOCK_GRANTED.")]

    def apply(self, speaker: Speaker) -> None:
        """All see LOCK_CHANGED; LOCK_DENIED says that it was not held."""
        if speaker.joined(self.room) is not None:
            speaker.unlock(self.room, self.token)
