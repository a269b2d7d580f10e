"""What instances say to each other: msgpack, for nobody else reads it."""

from typing import Final

import msgspec
from msgspec import Struct

from presence_api.live.rooms.messages import LockHolder, Mode


class Share(Struct, frozen=True, gc=False, array_like=True):
    """What a member does on one instance, of all their connections there."""

    user: str
    name: str
    since: float
    mode: Mode
    row: str | None = None
    field: str | None = None


class Said(Struct, gc=False, array_like=True, tag=True):
    """Anything that is said; `instance` says it."""

    instance: str


class News(Said, tag="n"):
    """What became different in a room of that instance; `whole`: there is nothing else in it.

    `number` counts what was said of the room in its incarnation `epoch`, from 1.
    """

    epoch: str
    number: int
    members: tuple[Share, ...] = ()
    left: tuple[str, ...] = ()
    whole: bool = False


class Ask(Said, tag="a"):
    """Say all of the room again."""


class Beat(Said, tag="b"):
    """The instance lives."""


class Bye(Said, tag="y"):
    """It ends, and nobody is in any of its rooms any more."""


class LockTouched(Said, tag="l"):
    """The lock of what the channel is about has changed."""


class LockWanted(Said, tag="w"):
    """Somebody asks the holder of that lease for their lock."""

    lease: str
    by: LockHolder  # as that holder may see them


KINDS: Final = News | Ask | Beat | Bye | LockTouched | LockWanted
encode: Final = msgspec.msgpack.Encoder().encode
_DECODE: Final = msgspec.msgpack.Decoder(KINDS).decode


def decode(data: bytes) -> News | Ask | Beat | Bye | LockTouched | LockWanted | None:
    """What was said; None for what is newer than this code, or nonsense."""
    try:
        found: News | Ask | Beat | Bye | LockTouched | LockWanted = _DECODE(data)
    except msgspec.MsgspecError:
        return None
    return found
