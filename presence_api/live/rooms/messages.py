"""What the server says: `rampart.presence.v1`, one JSON text frame a message.

Clients ignore messages and fields they do not know: that is how v1 grows. Fields at their default
are left out.
"""

from enum import StrEnum
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from presence_api.live.rooms.frames import text_frame

PROTOCOL: Final = "rampart.presence.v1"
_ENCODE = msgspec.json.Encoder().encode

Seq = Annotated[int, Meta(ge=0, description="Counts the room's messages on this instance.")]


class Mode(StrEnum):
    """What somebody does; of a person's several tabs the most active counts."""

    IDLE = "idle"
    VIEWING = "viewing"
    EDITING = "editing"


class Member(Struct, frozen=True, gc=False, omit_defaults=True):
    """A person in a room, however many tabs they have there."""

    user: Annotated[str, Meta(description="Subject of their token.")]
    name: Annotated[str, Meta(description="What people call them.")]
    color: Annotated[str, Meta(description="The same for this person everywhere, `#rrggbb`.")]
    since: Annotated[float, Meta(description="When they came in, seconds since 1970.")]


class Activity(Struct, gc=False, omit_defaults=True):
    """What a member does now; it replaces whatever was known of that member's activity."""

    user: str
    mode: Mode = Mode.VIEWING
    row: Annotated[str, Meta(description="Instance id they are at.")] | None = None
    field: Annotated[str, Meta(description="Attribute they are at.")] | None = None


class LockHolder(Struct, frozen=True, gc=False, omit_defaults=True):
    """Who holds an instance. Of another organisation's people nothing is said but that."""

    name: str
    user: Annotated[str, Meta(description="Empty: of another organisation.")] = ""
    expires_at: (
        Annotated[float, Meta(description="When it ends unless it is renewed, seconds since 1970.")]
        | None
    ) = None


class Refusal(StrEnum):
    """Why a lock is not granted."""

    HELD = "held"  # by somebody else
    ASKED = "asked"  # and that holder has been told of the request
    NO_INSTANCE = "no_instance"  # a room of a whole entity has no lock
    NOT_HELD = "not_held"  # it was another's by now, or nobody's
    UNAVAILABLE = "unavailable"  # nobody knows who holds what
    STALE = "stale"  # the instance is being changed


class Outcome(StrEnum):
    """What became of an instance that was being changed."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"  # the operation failed
    UNKNOWN = "unknown"  # its time ran out, and nothing was heard of it


class Stale(Struct, frozen=True, gc=False, omit_defaults=True):
    """What a room shows is being changed: read only, until it is told that this is over."""

    until: Annotated[float, Meta(description="When it is void at the latest, seconds since 1970.")]
    ids: Annotated[
        tuple[str, ...], Meta(description="Which instances, in a room of a whole entity.")
    ] = ()


class InstanceVersion(Struct, frozen=True, gc=False):
    """An instance, and the version it has now."""

    id: str
    version: int


class RollupState(Struct, frozen=True, gc=False, omit_defaults=True):
    """How the last build of a pre-aggregation of this entity ended."""

    rollup: Annotated[str, Meta(description="The pre-aggregation, `cube.name`.")]
    state: Annotated[str, Meta(description="`BUILT`, `FAILED`, or one that is new.")]
    epoch: Annotated[int, Meta(description="Data epoch that the build gave.")] | None = None


class Knowledge(StrEnum):
    """Whether what is said of changes is up to date."""

    KNOWN = "known"
    UNKNOWN = "unknown"  # the log of changes cannot be read, or not yet


class Reach(StrEnum):
    """Who is seen in rooms."""

    WHOLE = "whole"
    LOCAL = "local"  # of other instances' people nothing is heard


class ServiceStatus(Struct, frozen=True, gc=False):
    """What the service can promise now."""

    stale: Knowledge = Knowledge.KNOWN
    presence: Reach = Reach.WHOLE


class Message(Struct, gc=False, omit_defaults=True, tag_field="op"):
    """Anything the server says."""


class Allowance(Struct, frozen=True, gc=False):
    """What one connection may do."""

    rooms: Annotated[int, Meta(description="Rooms it may be in at once.")]
    frame_bytes: Annotated[int, Meta(description="Size of one message.")]
    per_second: Annotated[float, Meta(description="Messages a second, in the long run.")]
    grace_ms: Annotated[int, Meta(description="How long its place is kept when it breaks off.")]


class Welcome(Message, tag="WELCOME"):
    """The first message: who you are here, and what you may do."""

    conn: Annotated[str, Meta(description="This connection, for logs and inspection.")]
    resume: Annotated[str, Meta(description="Hand it to `POST /api/v1/ws/ticket` to come back.")]
    limits: Allowance
    status: (
        Annotated[ServiceStatus, Meta(description="Left out while everything is as it should be.")]
        | None
    ) = None


class Snapshot(Message, tag="SNAPSHOT"):
    """A room as it is. Later DIFFs may repeat what is in it; they lose nothing."""

    room: str
    seq: Seq
    epoch: Annotated[str, Meta(description="Instance and incarnation that `seq` counts in.")]
    members: Annotated[tuple[Member, ...], Meta(description="Listed members.")]
    active: Annotated[tuple[Activity, ...], Meta(description="Those who do more than view.")] = ()
    count: Annotated[int, Meta(description="Members, listed or not.")] = 0
    lock: Annotated[LockHolder, Meta(description="Who holds the instance.")] | None = None
    stale: Annotated[Stale, Meta(description="What of it is being changed.")] | None = None
    reports: Annotated[
        tuple[RollupState, ...], Meta(description="Last builds, in a room of a whole entity.")
    ] = ()


class Diff(Message, tag="DIFF"):
    """What became different in a room since the message before."""

    room: str
    seq: Seq
    joined: Annotated[tuple[Member, ...], Meta(description="New members, or listed from now.")] = ()
    active: Annotated[tuple[Activity, ...], Meta(description="New activity of members.")] = ()
    left: Annotated[tuple[str, ...], Meta(description="Users gone, or not listed any more.")] = ()
    count: Annotated[int, Meta(description="Members, if that changed.")] | None = None


class LockGranted(Message, tag="LOCK_GRANTED"):
    """It is yours, or yours for longer: write with the newest token."""

    room: str
    fence: Annotated[str, Meta(description="A whole number that only ever rises, as text.")]
    token: Annotated[str, Meta(description="For the header `Lock-Token` of a write, and UNLOCK.")]
    expires_at: Annotated[float, Meta(description="When the token ends, seconds since 1970.")]


class LockDenied(Message, tag="LOCK_DENIED"):
    """It is not yours, or not any more."""

    room: str
    reason: Refusal
    holder: LockHolder | None = None


class LockChanged(Message, tag="LOCK_CHANGED"):
    """Somebody else holds the instance now, or nobody."""

    room: str
    seq: Seq
    holder: LockHolder | None = None


class LockRequested(Message, tag="LOCK_REQUESTED"):
    """Somebody asks you for what you hold."""

    room: str
    by: LockHolder


class StaleOn(Message, tag="STALE_ON"):
    """What the room shows is being changed; locks are denied until STALE_OFF."""

    room: str
    seq: Seq
    until: Annotated[float, Meta(description="When it is void at the latest, seconds since 1970.")]
    ids: Annotated[
        tuple[str, ...], Meta(description="Which instances, in a room of a whole entity.")
    ] = ()


class StaleOff(Message, tag="STALE_OFF"):
    """A change is over, whether it was announced or not: read again unless you have this version.

    In a room of a whole entity `instances` says which; what has no version there is in `ids`.
    """

    room: str
    seq: Seq
    outcome: Annotated[Outcome, Meta(description="`unknown`: its time ran out.")]
    version: Annotated[int, Meta(description="Version of the instance now.")] | None = None
    changed: Annotated[tuple[str, ...], Meta(description="Attributes that changed.")] = ()
    instances: tuple[InstanceVersion, ...] = ()
    ids: tuple[str, ...] = ()


class Report(Message, tag="REPORT"):
    """A build of a pre-aggregation of the room's entity ended."""

    room: str
    seq: Seq
    rollup: str
    state: str
    epoch: int | None = None


class StatusChanged(Message, tag="STATUS"):
    """What the service can promise has changed."""

    status: ServiceStatus


class Problem(Struct, frozen=True, omit_defaults=True):
    """Why something was not done, as in RFC 9457."""

    type: Annotated[str, Meta(description="Which problem: a path of this service's reference.")]
    title: str
    detail: str = ""


class Error(Message, tag="ERROR"):
    """A message was understood and not obeyed; the connection goes on."""

    problem: Problem
    room: str | None = None


class Resync(Message, tag="RESYNC"):
    """The room cannot be followed any further: send SUB again without `seq`."""

    room: str


class Goodbye(Message, tag="GOODBYE"):
    """The server ends this connection soon; come back elsewhere after a while."""

    retry_ms: int


SERVER_MESSAGES: Final = (
    Welcome,
    Snapshot,
    Diff,
    LockGranted,
    LockDenied,
    LockChanged,
    LockRequested,
    StaleOn,
    StaleOff,
    Report,
    StatusChanged,
    Error,
    Resync,
    Goodbye,
)


def framed(message: Message) -> bytes:
    """A message as it goes on the wire."""
    return text_frame(_ENCODE(message))
