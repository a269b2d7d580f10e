"""What a connection may be told instead of being obeyed."""

from presence_api.live.rooms.messages import Error, Problem

_ABOUT = "/problems/presence/"


def too_many_rooms(room: str, most: int) -> Error:
    """It is in as many rooms as it may."""
    title = f"A connection may be in {most} rooms."
    return Error(Problem(_ABOUT + "too-many-rooms", title, "Send UNSUB for one first."), room)


def unknown_room(room: str, detail: str) -> Error:
    """There is no such entity, or no such instance id."""
    return Error(Problem(_ABOUT + "unknown-room", "There is no such room.", detail), room)


def catalogue_unknown(room: str) -> Error:
    """Nobody knows yet which entities there are."""
    title = "Which rooms there are is not known yet."
    detail = "The metamodel could not be read since this instance started; try again."
    return Error(Problem(_ABOUT + "catalogue-unknown", title, detail), room)


def not_joined(room: str) -> Error:
    """It is not in the room it speaks of."""
    title = "This connection is not in that room."
    return Error(Problem(_ABOUT + "not-joined", title, "Send SUB for it first."), room)


def ticket_refused() -> Error:
    """A new ticket does not prolong this connection."""
    title = "This ticket is void, used, or somebody else's."
    return Error(Problem(_ABOUT + "ticket-refused", title, "Ask for a new one."))
