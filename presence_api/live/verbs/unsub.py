"""UNSUB: go out of a room."""

from presence_api.live.verbs._verb import RoomName, Speaker, Verb


class Unsub(Verb, frozen=True):
    """Go out of a room at once, without the grace of a connection that breaks off."""

    room: RoomName

    def apply(self, speaker: Speaker) -> None:
        """Nothing is answered; the others see it."""
        speaker.leave(self.room)
