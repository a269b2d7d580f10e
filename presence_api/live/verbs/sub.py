"""SUB: come into a room, or catch up in it."""

from presence_api.live.verbs._verb import Epoch, RoomName, Seq, Speaker, Verb


class Sub(Verb, frozen=True):
    """Come into a room; with the `seq` and `epoch` last seen, only what was missed is sent."""

    room: RoomName
    seq: Seq | None = None
    epoch: Epoch | None = None

    def apply(self, speaker: Speaker) -> None:
        """The room's state goes first; that this client has come is a DIFF after it."""
        room = speaker.rooms.get(self.room) or speaker.enter(self.room)
        if room is None or room.opening:
            return  # once it is open, all who came in are told
        missed = None
        if self.seq is not None and self.epoch is not None:
            missed = room.missed(self.seq, self.epoch)
        frames = room.snapshot() if missed is None else missed
        if not speaker.keeps_up:
            if speaker.behind is not None:
                speaker.behind.add(room)
        elif frames:
            speaker.wire.write(frames)
