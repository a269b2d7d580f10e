"""One room as several instances have it: what is said of it, and what is heard."""

from collections.abc import Collection, Container
from typing import Final

from presence_api.live.backplane.channels import channel_of, roll_of
from presence_api.live.backplane.messages import News, Share
from presence_api.live.rooms.address import parse_room
from presence_api.live.rooms.guest import Guest
from presence_api.live.rooms.person import Person
from presence_api.live.rooms.room import Room

SILENT_S: Final = 8.0  # without a word an instance is taken for dead


class SharedRoom:
    """Our own members as the others know them, and theirs as we do."""

    __slots__ = (
        "_dirty",
        "_guests",
        "_heard",
        "_number",
        "_said",
        "channel",
        "company",
        "for_all",
        "roll",
        "room",
        "since",
        "tenant",
        "waits_for",
    )

    def __init__(self, tenant: str, room: Room) -> None:
        self.tenant, self.room = tenant, room
        address = parse_room(room.name)
        self.channel, self.roll = channel_of(tenant, address), roll_of(tenant, address)
        self.for_all = channel_of(None, address)  # where locks are told of that all tenants share
        self.company = False  # does any other instance have it?
        self.waits_for: set[str] = set()  # instances that have not answered yet
        self.since = 0.0  # when they were first asked
        self._dirty: set[str] = set()
        self._said: dict[str, Share] = {}
        self._number = 0
        self._guests: dict[str, dict[str, Guest]] = {}  # by instance, then by user
        self._heard: dict[str, tuple[str, int]] = {}  # epoch and number, by instance

    def open(self) -> None:
        """Nobody is waited for any longer: whoever came in meanwhile is told who is here."""
        if self.room.opening:
            self.room.open()

    def touch(self, user: str) -> None:
        """Something about a member of ours may be different."""
        self._dirty.add(user)

    def news(self, instance: str) -> News | None:
        """What the others do not know; None: nothing."""
        members, left = [], []
        for user in self._dirty:
            share, before = self._share(user), self._said.get(user)
            if share == before:
                continue
            if share is None:
                left.append(user)
                del self._said[user]
            else:
                members.append(share)
                self._said[user] = share
        self._dirty.clear()
        if not (members or left):
            return None
        self._number += 1
        return News(instance, self.room.epoch, self._number, tuple(members), tuple(left))

    def all_of_it(self, instance: str) -> News:
        """What was said of ours, all together."""
        members = tuple(self._said.values())
        return News(instance, self.room.epoch, self._number, members, whole=True)

    def hear(self, news: News) -> bool:
        """What another instance says of its own; False if something before it was missed."""
        before = self._heard.get(news.instance)
        expected = before[1] + 1 if before is not None and before[0] == news.epoch else 1
        if news.whole or (news.number == expected == 1):
            self._keep_only(news)
        elif news.number < expected:
            return True  # it was in what was said all together
        elif news.number > expected:
            return False
        self._heard[news.instance] = (news.epoch, news.number)
        guests = self._guests.setdefault(news.instance, {})
        for user in news.left:
            guest = guests.pop(user, None)
            if guest is not None:
                self.room.part(guest)
        for share in news.members:
            self._welcome(guests, share)
        return True

    @property
    def heard_of(self) -> frozenset[str]:
        """Instances that have said who is here."""
        return frozenset(self._heard)

    def wait_for(self, instances: Collection[str], now: float) -> None:
        """Others that have it by the roll; they are asked who is there."""
        self.waits_for.update(instances)
        self.since = now

    def give_up(self, alive: Container[str], now: float) -> None:
        """Whoever was on the roll and was not heard by now was dead before we came."""
        if self.waits_for and now - self.since > SILENT_S:
            for gone in [one for one in self.waits_for if one not in alive]:
                self.forget(gone)

    def forget(self, instance: str) -> None:
        """Another instance has ended, or cannot be heard."""
        self.waits_for.discard(instance)
        self._heard.pop(instance, None)
        self.company = bool(self._heard or self.waits_for)
        for guest in self._guests.pop(instance, {}).values():
            self.room.part(guest)

    def _share(self, user: str) -> Share | None:
        seat = self.room.members.get(user)
        found = seat.share() if seat is not None else None
        if seat is None or found is None:
            return None
        who = seat.member
        return Share(user, who.name, who.since, found.mode, found.row, found.field)

    def _welcome(self, guests: dict[str, Guest], share: Share) -> None:
        room, guest = self.room, guests.get(share.user)
        if guest is None:
            guest = guests[share.user] = Guest(Person(share.user, share.name, self.tenant))
            guest.mode = share.mode
            room.host(guest, share.since)
        elif guest.mode is not share.mode:
            guest.mode = share.mode
            room.mode_again(guest)
        if share.row is None and share.field is None:
            room.blur(guest)
        elif room.members[share.user].focus_of(guest) != (share.row, share.field):
            room.focus(guest, share.row, share.field)

    def _keep_only(self, news: News) -> None:
        """Whoever is not in it has left."""
        named = {share.user for share in news.members}
        guests = self._guests.get(news.instance, {})
        for user in [user for user in guests if user not in named]:
            self.room.part(guests.pop(user))
