"""HB: still here, doing this."""

from typing import Annotated

from msgspec import Meta

from presence_api.live.rooms.messages import Mode
from presence_api.live.verbs._verb import Speaker, Verb


class Heartbeat(Verb, frozen=True, tag="HB"):
    """Say what one does, or hand over a new ticket before the token ends.

    Nobody has to: that a connection lives is found out by pings.
    """

    mode: Annotated[Mode, Meta(description="What one does now, in all rooms.")] | None = None
    ticket: Annotated[str, Meta(description="Prolongs the stay of the same person.")] | None = None

    def apply(self, speaker: Speaker) -> None:
        """The mode holds in all rooms of this connection."""
        if self.ticket is not None:
            speaker.refresh(self.ticket)
        if self.mode is not None:
            speaker.change_mode(self.mode)
