"""What the others in a room have not been told yet."""

from presence_api.live.rooms.messages import Diff
from presence_api.live.rooms.seat import Seat


class News:
    """Gathered as a set of seats, and encoded from what is true when it is told."""

    __slots__ = ("_pending", "told_count")

    def __init__(self) -> None:
        self.told_count = 0
        self._pending: dict[str, Seat | None] = {}  # None: gone, and the others know of them

    def any(self, count: int) -> bool:
        """Is there something to tell, with so many members?"""
        return bool(self._pending) or self.told_count != count

    def mark(self, seat: Seat) -> None:
        """Something of this member is different."""
        self._pending[seat.member.user] = seat

    def leave(self, seat: Seat) -> bool:
        """A member has left; False if nobody knows of them: they were never there."""
        user = seat.member.user
        if seat.known:
            self._pending[user] = None
        else:
            self._pending.pop(user, None)
        return seat.known

    def returns(self, seat: Seat) -> bool:
        """Did this member leave and come back before anybody was told?"""
        return self._pending.get(seat.member.user, seat) is None

    def diff(self, name: str, seq: int, count: int) -> Diff | None:
        """All of it, as the message `seq`; None if it comes to nothing."""
        joined, active, left = [], [], []
        for user, seat in self._pending.items():
            if seat is None:
                left.append(user)
            elif seat.seen:
                if not seat.told:
                    seat.told = seat.known = True
                    joined.append(seat.member)
                    if seat.quiet:
                        continue
                active.append(seat.activity)
            elif seat.known:  # an unlisted member does nothing any more
                seat.told = seat.known = False
                left.append(user)
        self._pending.clear()
        changed = count != self.told_count
        self.told_count = count
        if not (joined or active or left or changed):
            return None
        shown = count if changed else None
        return Diff(name, seq, tuple(joined), tuple(active), tuple(left), shown)
