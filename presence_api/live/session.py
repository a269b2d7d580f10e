"""One connection, without a socket: messages go in, finished frames go to its wire."""

from typing import TYPE_CHECKING

import msgspec

from metamodel.kernel.errors import BadInstanceId
from metamodel.kernel.registry import discover
from presence_api.live import problems, verbs
from presence_api.live.closing import CloseCode
from presence_api.live.lock_rules import LockAction
from presence_api.live.rooms.address import parse_room, require_id
from presence_api.live.rooms.messages import Error, Message, Mode, framed
from presence_api.live.rooms.person import Person
from presence_api.live.rooms.room import Room
from presence_api.live.verbs._verb import Verb
from presence_api.live.wire import LiveWire

if TYPE_CHECKING:
    from presence_api.live.sessions import Sessions

VERBS = discover(verbs, Verb, key="__name__")
_DECODE = msgspec.json.Decoder(Verb.any_of(VERBS.values())).decode


class Session:
    """What one connection said, where it is, and whether it keeps up.

    It is one from its ticket on until its grace has ended; `over` once its wire has.
    """

    __slots__ = (
        "_credit_at",
        "_sessions",
        "address",
        "behind",
        "behind_since",
        "ends_at",
        "heard_at",
        "held",
        "keeps_up",
        "mode",
        "number",
        "over",
        "person",
        "predecessor",
        "rooms",
        "wire",
    )

    def __init__(
        self,
        sessions: "Sessions",
        number: int,
        wire: LiveWire,
        person: Person,
        *,
        address: str,
        ends_at: float,
        predecessor: "Session | None",
    ) -> None:
        self.number, self.wire, self.person = number, wire, person
        self.address, self.ends_at = address, ends_at
        self.rooms: dict[str, Room] = {}
        self.mode = Mode.VIEWING
        self.keeps_up, self.over = True, False
        self.behind: set[Room] | None = None
        self.behind_since = 0.0
        self.held: list[bytes] | None = None  # what it said before it is known to be let in
        self.heard_at = sessions.timers.time()
        self._credit_at = 0.0
        self._sessions = sessions
        self.predecessor = predecessor
        if predecessor is not None:
            predecessor.predecessor = None  # whoever comes back again comes back as this one

    @property
    def conn(self) -> str:
        """What the connection is called, everywhere: its instance comes first."""
        return f"{self._sessions.rooms.instance}.{self.number}"

    @property
    def story(self) -> dict[str, object]:
        """Whose it is, for the log."""
        return {
            "conn": self.conn,
            "tenant": self.person.tenant,
            "user": self.person.user,
            "address": self.address,
        }

    def receive(self, text: bytes) -> None:
        """One message came in."""
        if self.over or not self.heard():
            return
        if self.held is None:
            self._obey(text)
        else:
            self.held.append(text)

    def let_in(self, first: bool) -> None:
        """Its ticket has let nobody in before, or else it has to go."""
        held, self.held = self.held or (), None
        if not first:
            self.end(CloseCode.NO_TICKET, "the ticket was used before, at another instance")
        for text in held:
            if not self.over:
                self._obey(text)

    def _obey(self, text: bytes) -> None:
        try:
            verb = _DECODE(text)
        except UnicodeDecodeError:
            self.end(CloseCode.NOT_UTF8, "a text is no UTF-8")
            return
        except (msgspec.MsgspecError, RecursionError) as error:
            self.end(CloseCode.BAD_MESSAGE, str(error))
            return
        verb.apply(self)

    def say(self, message: Message) -> None:
        """Tell this client alone."""
        self.wire.write(framed(message))

    def enter(self, name: str) -> Room | None:
        """Join a room, or take the place in it of the connection that this one resumes."""
        sessions = self._sessions
        if len(self.rooms) >= sessions.limits.rooms:
            self.say(problems.too_many_rooms(name, sessions.limits.rooms))
            return None
        wrong = self._wrong(name)
        if wrong is not None:
            self.say(wrong)
            return None
        before = self.predecessor
        kept = before.rooms.pop(name, None) if before is not None else None
        if kept is not None and before is not None:
            room = kept
            self._take_place(before, name, room)
        else:
            tenant = self.person.tenant
            room = self.rooms[name] = sessions.rooms.room(tenant, name)
            new = not room.peers
            room.join(self, sessions.now())
            if new:
                sessions.backplane.opened(tenant, room)
                sessions.staleness.opened(tenant, room)
                sessions.locks.watch.opened(tenant, room)
        return room

    def joined(self, name: str) -> Room | None:
        """A room it is in, or None, and it is told so."""
        found = self.rooms.get(name)
        if found is None:
            self.say(problems.not_joined(name))
        return found

    def leave(self, name: str) -> None:
        """Go out of a room."""
        room = self.rooms.pop(name, None)
        if room is not None:
            room.leave(self)
            self._sessions.locks.left(self, name)

    def lock(self, name: str, action: LockAction) -> None:
        """Ask for the lock of a room's instance."""
        self._sessions.locks.ask(self, name, action)

    def unlock(self, name: str, token: str) -> None:
        """Let it go."""
        self._sessions.locks.let_go(self, name, token)

    def change_mode(self, mode: Mode) -> None:
        """Do something else in all rooms."""
        if mode is not self.mode:
            self.mode = mode
            for room in self.rooms.values():
                room.mode_again(self)

    def refresh(self, ticket: str) -> None:
        """Stay longer, by a new ticket of the same person."""
        tickets = self._sessions.tickets
        found = tickets.redeem(ticket)
        if found is None or found.person != self.person:
            self.say(problems.ticket_refused())
            return
        ends_at = found.ends_at

        def stay(first: bool) -> None:
            if first:
                self.ends_at = max(self.ends_at, ends_at)
            elif not self.over:
                self.say(problems.ticket_refused())

        self._sessions.backplane.tickets.use(found.ticket, stay)

    def fall_behind(self) -> None:
        """The wire is full: rooms write nothing until it has room again."""
        if self.keeps_up and not self.over:
            self.keeps_up, self.behind = False, set()
            self.behind_since = self._sessions.timers.time()
            self._sessions.slow[self.number] = self

    def catch_up(self) -> None:
        """The wire has room again: each room that said something is sent as it is now."""
        self._sessions.slow.pop(self.number, None)
        behind, self.behind = self.behind, None
        if self.over:
            return
        self.keeps_up = True
        for room in behind or ():
            if self.rooms.get(room.name) is room:
                self.wire.write(room.snapshot())

    def heard(self) -> bool:
        """The other end has said something; False if it says too much, and is ended for it."""
        sessions = self._sessions
        now = self.heard_at = sessions.timers.time()
        due = max(self._credit_at, now)
        if due - now > sessions.slack_s:
            self.end(CloseCode.FLOODING, "too many messages")
            return False
        self._credit_at = due + sessions.cost_s
        return True

    def end(self, code: CloseCode, reason: str = "") -> None:
        """End the connection from this side."""
        if not self.over:
            self._sessions.ended(self, code)
            self.lost()
            self.wire.end(code, reason)

    def lost(self) -> None:
        """The connection has ended: nothing more is written, and its places are kept a while."""
        if self.over:
            return
        self.over = True
        self.keeps_up, self.behind = False, None
        self._sessions.lost(self)

    def inherit(self) -> None:
        """What the connection it resumes was in, and it did not get to ask for, is its own now."""
        before, self.predecessor = self.predecessor, None
        while before is not None and before.rooms:
            self._take_place(before, *before.rooms.popitem())

    def leave_all(self) -> None:
        """Go out of every room."""
        for name in list(self.rooms):
            self.leave(name)

    def _take_place(self, before: "Session", name: str, room: Room) -> None:
        """Be in a room in the place of the connection that this one resumes."""
        room.replace(before, self)
        self.rooms[name] = room
        self._sessions.locks.moved(before, self, name)

    def _wrong(self, name: str) -> Error | None:
        """What is wrong with a room's name."""
        address, catalogue = parse_room(name), self._sessions.catalogue
        shape = catalogue.find(address.entity)
        if shape is None and not catalogue.known:
            return problems.catalogue_unknown(name)
        if shape is None:
            return problems.unknown_room(name, f"The metamodel has no entity `{address.entity}`.")
        try:
            require_id(address, shape.key_parts)
        except BadInstanceId as error:
            return problems.unknown_room(name, f"The instance id is wrong: {error}.")
        return None
