"""FOCUS: look at a row, or at a field of it."""

from presence_api.live.verbs._verb import Field, RoomName, Row, Speaker, Verb


class Focus(Verb, frozen=True):
    """Look at a row, or at a field of it; of a person's tabs the newest focus is shown."""

    room: RoomName
    row: Row | None = None
    field: Field | None = None

    def apply(self, speaker: Speaker) -> None:
        """Between two messages of the room the last focus counts."""
        room = speaker.rooms.get(self.room) or speaker.joined(self.room)
        if room is not None:
            room.focus(speaker, self.row, self.field)
