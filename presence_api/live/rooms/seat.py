"""One member of a room: a person with all the connections they have there."""

from collections.abc import Iterable

from presence_api.live.rooms.guest import Guest
from presence_api.live.rooms.messages import Activity, Member, Mode
from presence_api.live.rooms.peer import Peer

_RANK = {Mode.IDLE: 0, Mode.VIEWING: 1, Mode.EDITING: 2}
Focus = tuple[str | None, str | None]
"""Row and field."""


class Seat:
    """A member; what is shown of several connections is the most active mode and newest focus.

    `listed`: has one of the places that are always told of. `told`: the others were told of this
    member; `known`: of this one, or of the same person's seat before it.
    """

    __slots__ = ("_beneath", "_holder", "activity", "known", "listed", "member", "peers", "told")

    def __init__(self, member: Member) -> None:
        self.member = member
        self.activity = Activity(member.user)
        self.peers: list[Peer] = []
        self.listed = self.told = self.known = False
        self._holder: Peer | None = None  # whose focus is shown
        self._beneath: dict[Peer, Focus] | None = None  # of the others, the newest last

    @property
    def seen(self) -> bool:
        """Listed, or doing something that people must see."""
        return self.listed or self._looking or self.activity.mode is Mode.EDITING

    @property
    def quiet(self) -> bool:
        """Is there nothing to say but that this member is here?"""
        return not self._looking and self.activity.mode is Mode.VIEWING

    @property
    def _looking(self) -> bool:
        """At a row, or in the room of one at a field of it."""
        return self.activity.row is not None or self.activity.field is not None

    def share(self) -> Activity | None:
        """What this instance's own connections do; None if there is none."""
        ours = [peer for peer in self.peers if not isinstance(peer, Guest)]
        if not ours:
            return None
        found = Activity(self.member.user, _most_active(ours))
        if self._holder is not None and not isinstance(self._holder, Guest):
            found.row, found.field = self.activity.row, self.activity.field
            return found
        for peer, (row, field) in reversed((self._beneath or {}).items()):
            if not isinstance(peer, Guest):
                found.row, found.field = row, field
                break
        return found

    def focus_of(self, peer: Peer) -> Focus:
        """What one connection looks at, shown or not."""
        if peer is self._holder:
            return (self.activity.row, self.activity.field)
        return (self._beneath or {}).get(peer, (None, None))

    def focus(self, peer: Peer, row: str | None, field: str | None) -> bool:
        """What a connection looks at is shown now; True if that differs from what was shown."""
        if peer is not self._holder:
            self._take_over(peer)
        shown = self.activity
        if shown.row == row and shown.field == field:
            return False
        shown.row, shown.field = row, field
        return True

    def blur(self, peer: Peer) -> bool:
        """A connection looks at nothing; what another of this member looks at is shown again."""
        if peer is not self._holder:
            if self._beneath is not None:
                self._beneath.pop(peer, None)
            return False
        self._holder = None
        focus: Focus = (None, None)
        if self._beneath:
            self._holder, focus = self._beneath.popitem()
        changed = focus != (self.activity.row, self.activity.field)
        self.activity.row, self.activity.field = focus
        return changed

    def mode_again(self) -> bool:
        """A connection came, went or changed its mode; True if the member's mode differs."""
        found = _most_active(self.peers)
        if found is self.activity.mode:
            return False
        self.activity.mode = found
        return True

    def replace(self, old: Peer, new: Peer) -> None:
        """`new` is `old`, come back: nothing differs for the others."""
        self.peers[self.peers.index(old)] = new
        if self._holder is old:
            self._holder = new
        elif self._beneath and old in self._beneath:
            self._beneath[new] = self._beneath.pop(old)

    def _take_over(self, peer: Peer) -> None:
        if self._holder is not None:
            if self._beneath is None:
                self._beneath = {}
            self._beneath.pop(peer, None)
            self._beneath[self._holder] = (self.activity.row, self.activity.field)
        self._holder = peer


def _most_active(peers: Iterable[Peer]) -> Mode:
    return max((peer.mode for peer in peers), key=_RANK.__getitem__, default=Mode.VIEWING)
