"""A room: who is in it, what is told of them, and when.

Nothing here waits and nothing costs per message and peer but the write itself: changes are gathered
as a set of seats, encoded once from what is true then, and one finished frame goes to every peer.
"""

from collections.abc import Callable

from presence_api.live.rooms.facts import Facts
from presence_api.live.rooms.guest import Guest
from presence_api.live.rooms.limits import Limits
from presence_api.live.rooms.messages import (
    LockChanged,
    LockHolder,
    Member,
    Message,
    Snapshot,
    framed,
)
from presence_api.live.rooms.missed import Missed
from presence_api.live.rooms.news import News
from presence_api.live.rooms.peer import Peer, unheard
from presence_api.live.rooms.seat import Seat
from presence_api.live.rooms.timers import Appointment, Timers

_SOONEST_S = 0.001


class Room:
    """One room of one tenant on this instance.

    `seq` counts its messages in the incarnation `epoch`; whoever has seen `seq` has seen all
    before it. `emptied` is called when the last peer has left.
    """

    __slots__ = (
        "_appointment",
        "_count_due",
        "_emptied",
        "_last",
        "_limits",
        "_listed",
        "_missed",
        "_news",
        "_seats",
        "_snapshot",
        "_timers",
        "echo",
        "epoch",
        "facts",
        "flushes",
        "name",
        "opening",
        "peers",
        "seq",
        "told",
        "writes",
    )

    def __init__(
        self,
        name: str,
        epoch: str,
        timers: Timers,
        limits: Limits,
        emptied: "Callable[[Room], object]",
    ) -> None:
        self.name, self.epoch, self.seq = name, epoch, 0
        self.peers: dict[Peer, Seat] = {}
        self.facts = Facts()
        self.opening = False
        self.echo: Callable[[Peer], object] = unheard  # hears who did something here
        self.flushes = self.writes = self.told = 0
        self._seats: dict[str, Seat] = {}
        self._news = News()
        self._missed: Missed | None = None
        self._snapshot: tuple[int, bytes] | None = None
        self._appointment: Appointment | None = None
        self._count_due = False
        self._listed = 0
        self._last = -1e9
        self._timers, self._limits, self._emptied = timers, limits, emptied

    @property
    def whole(self) -> bool:
        """Is it about a whole entity, not one instance?"""
        return "/" not in self.name

    @property
    def members(self) -> dict[str, Seat]:
        """Who is here, by user."""
        return self._seats

    def join(self, peer: Peer, since: float) -> None:
        """A connection comes in; its person is a new member, or has one more tab."""
        self.peers[peer] = self.host(peer, since)
        self.echo(peer)

    def leave(self, peer: Peer) -> None:
        """A connection goes out; its person leaves with their last one."""
        self._stand(self.peers.pop(peer), peer)
        self.echo(peer)
        if not self.peers:
            if self._appointment is not None:
                self._appointment.cancel()
                self._appointment = None
            self._emptied(self)

    def replace(self, old: Peer, new: Peer) -> None:
        """A connection that broke off has come back as another one: the others see nothing."""
        seat = self.peers[new] = self.peers.pop(old)
        seat.replace(old, new)
        self.mode_again(new)

    def host(self, peer: Peer, since: float) -> Seat:
        """A place for a connection, of another instance or of ours."""
        person, again = peer.person, False
        seat = self._seats.get(person.user)
        if seat is None:
            member = Member(person.user, person.name, person.color, since)
            seat = self._seats[person.user] = Seat(member)
            # Who left and is back before anybody was told has never left, but is told of again:
            # in a snapshot made meanwhile they are missing.
            again = seat.known = self._news.returns(seat)
            if self._listed < self._limits.listed_members:
                seat.listed = True
                self._listed += 1
        seat.peers.append(peer)
        changed = seat.mode_again()
        if changed or again or (seat.seen and not seat.told):
            self._mark(seat)
        elif not seat.seen:
            self._count_later()
        return seat

    def part(self, guest: Guest) -> None:
        """Somebody is not here on another instance any more."""
        self._stand(self._seats[guest.person.user], guest)

    def focus(self, peer: Peer, row: str | None, field: str | None) -> None:
        """A connection looks at a row, or a field of it."""
        seat = self._seats[peer.person.user]
        if seat.focus(peer, row, field):
            self._mark(seat)
        self.echo(peer)

    def blur(self, peer: Peer) -> None:
        """A connection looks at nothing in particular."""
        seat = self._seats[peer.person.user]
        if seat.blur(peer):
            self._mark(seat)
        self.echo(peer)

    def mode_again(self, peer: Peer) -> None:
        """A connection's mode has changed."""
        seat = self._seats[peer.person.user]
        if seat.mode_again():
            self._mark(seat)
        self.echo(peer)

    def open(self) -> None:
        """Who else is here is known: whoever came in meanwhile is told."""
        self.opening = False
        self._news.diff(self.name, self.seq, len(self._seats))  # their snapshot says it
        for peer in self.peers:
            if peer.keeps_up:
                peer.wire.write(self.snapshot())
            elif peer.behind is not None:
                peer.behind.add(self)

    def snapshot(self) -> bytes:
        """What everybody has been told, as one frame; made once a seq.

        Whom nobody was told of is not in it, and what they do is as of now: the next DIFF may
        repeat some of it, and loses nothing.
        """
        known = self._snapshot
        if known is None or known[0] != self.seq:
            told, facts = [seat for seat in self._seats.values() if seat.told], self.facts
            said = Snapshot(
                room=self.name,
                seq=self.seq,
                epoch=self.epoch,
                members=tuple(seat.member for seat in told),
                active=tuple(seat.activity for seat in told if not seat.quiet),
                count=self._news.told_count,
                lock=facts.lock,
                stale=facts.stale(whole=self.whole),
                reports=facts.builds(),
            )
            known = self._snapshot = (self.seq, framed(said))
        return known[1]

    def missed(self, seq: int, epoch: str) -> bytes | None:
        """The messages after `seq` in one piece; None if only a snapshot helps."""
        behind = self.seq - seq
        if epoch != self.epoch or behind < 0:
            return None
        if behind == 0:
            return b""
        return self._missed.last(behind) if self._missed else None

    def announce(self, message: Callable[[int], Message]) -> None:
        """Tell all peers at once, after everything that is pending; `message` is told its seq.

        While the room opens nobody needs it: the snapshot that all of them wait for says the same.
        """
        if self.opening:
            self._snapshot = None
            return
        self.flush()
        self.seq += 1
        self._write(framed(message(self.seq)))

    def change_lock(self, holder: LockHolder | None) -> None:
        """Somebody else holds what this room is about, or nobody: told at once.

        That the same one holds it for longer is told to those who come in.
        """
        facts = self.facts
        before, facts.lock, self._snapshot = facts.lock, holder, None
        if _who(before) != _who(holder):
            self.announce(lambda seq: LockChanged(self.name, seq, holder))

    def flush(self) -> None:
        """Tell what is pending, now."""
        if self._appointment is not None:
            self._appointment.cancel()
            self._appointment = None
        count = len(self._seats)
        if self.opening or not self._news.any(count):
            return
        told = self._news.diff(self.name, self.seq + 1, count)
        if told is not None:
            self.seq += 1
            self.flushes += 1
            self.told += len(told.joined) + len(told.active) + len(told.left)
            self._write(framed(told))

    def _stand(self, seat: Seat, peer: Peer) -> None:
        seat.peers.remove(peer)
        if seat.peers:
            if seat.blur(peer) | seat.mode_again():
                self._mark(seat)
            return
        del self._seats[seat.member.user]
        if seat.listed:
            self._listed -= 1
        if self._news.leave(seat):
            self._arm()
        else:
            self._count_later()

    def _mark(self, seat: Seat) -> None:
        self._news.mark(seat)
        if self._appointment is None:
            self._arm()

    def _arm(self) -> None:
        """A quiet room tells in this turn of the loop; a hot one gathers, longer if it is large."""
        if self._appointment is not None or self.opening:
            return
        timers, limits = self._timers, self._limits
        quiet = timers.time() - self._last
        if quiet > limits.quiet_s:
            self._appointment = timers.call_soon(self._due)
            return
        wanted = len(self.peers) * limits.write_s / limits.share
        tick = min(max(wanted, limits.tick_s), limits.longest_tick_s)
        self._appointment = timers.call_later(max(tick - quiet, _SOONEST_S), self._due)

    def _due(self) -> None:
        self._appointment = None
        self.flush()

    def _count_later(self) -> None:
        if not self._count_due and self._appointment is None and self.peers:
            self._count_due = True
            self._timers.call_later(self._limits.count_tick_s, self._tell_count)

    def _tell_count(self) -> None:
        self._count_due = False
        if self._appointment is None:
            self.flush()

    def _write(self, frame: bytes) -> None:
        self._last = self._timers.time()
        if self._missed is None:
            self._missed = Missed(self._limits.ring_messages, self._limits.ring_bytes)
        self._missed.add(frame)
        for peer in self.peers:
            if peer.keeps_up:
                peer.wire.write(frame)
            elif peer.behind is not None:
                peer.behind.add(self)
        self.writes += len(self.peers)


def _who(holder: LockHolder | None) -> tuple[str, str] | None:
    return (holder.user, holder.name) if holder is not None else None
