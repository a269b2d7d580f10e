"""BLUR: look at nothing in particular."""

from presence_api.live.verbs._verb import RoomName, Speaker, Verb


class Blur(Verb, frozen=True):
    """Look at nothing in particular; what another tab of this person looks at is shown again."""

    room: RoomName

    def apply(self, speaker: Speaker) -> None:
        """Nothing is answered; the others see it."""
        room = speaker.rooms.get(self.room) or speaker.joined(self.room)
        if room is not None:
            room.blur(speaker)
