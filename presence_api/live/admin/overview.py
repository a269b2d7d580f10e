"""An instance as its operators see it: of all tenants, so nobody else may."""

from collections.abc import Iterator

from msgspec import Struct

from presence_api.live.closing import CloseCode
from presence_api.live.live import Live
from presence_api.live.rooms.messages import LockHolder, Mode, ServiceStatus
from presence_api.live.rooms.room import Room
from presence_api.live.session import Session


class InstanceLine(Struct, frozen=True):
    """The instance itself."""

    instance: str
    draining: bool
    connections: int
    rooms: int
    locks: int  # that connections here hold
    others: int  # instances that were heard of lately
    status: ServiceStatus


class RoomLine(Struct, frozen=True):
    """A room, as this instance has it."""

    tenant: str
    room: str
    members: int  # wherever they are
    connections: int  # here
    lock: LockHolder | None
    changing: int  # instances that are being changed
    seq: int
    epoch: str


class MemberLine(Struct, frozen=True):
    """Somebody in a room, wherever they are."""

    user: str
    name: str
    since: float
    mode: Mode
    row: str | None
    field: str | None
    connections: int  # here


class ConnectionLine(Struct, frozen=True):
    """An open connection of this instance."""

    conn: str
    tenant: str
    user: str
    address: str
    rooms: tuple[str, ...]
    behind: bool  # it does not read what it is sent


class Overview:
    """Looks, and ends what an operator wants ended."""

    def __init__(self, live: Live) -> None:
        self._live, self._sessions = live, live.sessions

    def instance(self) -> InstanceLine:
        """How it stands."""
        sessions = self._sessions
        return InstanceLine(
            sessions.rooms.instance,
            self._live.draining,
            len(sessions),
            len(sessions.rooms),
            len(sessions.locks),
            sessions.backplane.neighbours,
            sessions.status,
        )

    def rooms(self, tenant: str | None, limit: int) -> list[RoomLine]:
        """Those with most connections, of one tenant or of all."""
        found = [
            (theirs, room) for theirs, room in self._sessions.rooms if tenant in {None, theirs}
        ]
        found.sort(key=lambda pair: (-len(pair[1].peers), pair[0], pair[1].name))
        return [_line(theirs, room) for theirs, room in found[:limit]]

    def members(self, tenant: str, name: str) -> list[MemberLine] | None:
        """Who is in a room; None if nobody of this instance is."""
        room = dict(self._sessions.rooms.named(name)).get(tenant)
        if room is None:
            return None
        return [
            MemberLine(
                seat.member.user,
                seat.member.name,
                seat.member.since,
                seat.activity.mode,
                seat.activity.row,
                seat.activity.field,
                sum(peer in room.peers for peer in seat.peers),
            )
            for seat in room.members.values()
        ]

    def connections(self, tenant: str | None, user: str | None, limit: int) -> list[ConnectionLine]:
        """The oldest, of one tenant or user or of all."""
        found: list[ConnectionLine] = []
        for session in self._of(tenant, user):
            if len(found) == limit:
                break
            person = session.person
            found.append(
                ConnectionLine(
                    session.conn,
                    person.tenant,
                    person.user,
                    session.address,
                    tuple(session.rooms),
                    not session.keeps_up,
                )
            )
        return found

    def evict(self, tenant: str, user: str) -> int:
        """End all connections of a user, who leaves at once; how many there were.

        Whoever has a token still may come back.
        """
        gone = list(self._of(tenant, user))
        for session in gone:
            session.leave_all()
            session.end(CloseCode.FORBIDDEN, "ended by an operator")
        return len(gone)

    def drain(self) -> None:
        """Let nobody in, and ask everybody to come back elsewhere."""
        self._live.drain()

    def _of(self, tenant: str | None, user: str | None) -> Iterator[Session]:
        for session in self._sessions:
            person = session.person
            if tenant in {None, person.tenant} and user in {None, person.user}:
                yield session


def _line(tenant: str, room: Room) -> RoomLine:
    facts = room.facts
    return RoomLine(
        tenant,
        room.name,
        len(room.members),
        len(room.peers),
        facts.lock,
        len(facts.changing or ()),
        room.seq,
        room.epoch,
    )
