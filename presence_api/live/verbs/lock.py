"""LOCK: hold the instance that a room is about."""

from typing import Annotated

from msgspec import Meta

from presence_api.live.lock_rules import LockAction
from presence_api.live.verbs._verb import RoomName, Speaker, Verb


class Lock(Verb, frozen=True):
    """Hold what the room is about, so that nobody else writes it, while this connection lives.

    `acquire` takes what is free, `takeover` also what the policy lets one take, `request` tells the
    holder that somebody waits.
    """

    room: RoomName
    action: Annotated[LockAction, Meta(description="How much is dared.")] = LockAction.ACQUIRE

    def apply(self, speaker: Speaker) -> None:
        """Answered by LOCK_GRANTED or LOCK_DENIED; the others see LOCK_CHANGED."""
        if speaker.joined(self.room) is not None:
            speaker.lock(self.room, self.action)
