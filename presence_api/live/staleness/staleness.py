"""Changes and builds, told to the rooms that are about them."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Final

from metamodel.kernel.clock import Clock
from presence_api.live.rooms.address import RoomAddress, parse_room
from presence_api.live.rooms.messages import (
    InstanceVersion,
    Report,
    RollupState,
    StaleOff,
    StaleOn,
)
from presence_api.live.rooms.room import Room
from presence_api.live.rooms.rooms import Rooms
from presence_api.live.staleness.operations import Operations, Over
from presence_api.live.staleness.rollups import Rollups, shown
from presence_api.live.standing import Standing
from presence_api.ports.entity_catalogue import EntityCatalogue
from presence_api.ports.event_log import (
    LogEvent,
    MutationAnnounced,
    MutationEnded,
    RollupBuilt,
)
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.mutations import Mutation

LONGEST_S: Final = 600.0


class Staleness:
    """What is stale on this instance; events may come twice, late and in any order.

    `longest_s` is how long a change may take: what ended is remembered for twice as long.
    """

    def __init__(
        self,
        rooms: Rooms,
        entities: EntityCatalogue,
        clock: Clock,
        standing: Standing,
        longest_s: float = LONGEST_S,
    ) -> None:
        self._rooms, self._entities = rooms, entities
        self._clock, self._standing = clock, standing
        self._operations = Operations(2 * longest_s)
        self._rollups = Rollups()
        self._known = False
        self.unreadable = self.behind = 0

    @property
    def known(self) -> bool:
        """Is what it says up to date?"""
        return self._known

    @property
    def under_way(self) -> int:
        """Operations that were announced and have not ended."""
        return len(self._operations)

    @property
    def orphans(self) -> int:
        """Operations whose time ran out without a word, ever."""
        return self._operations.orphans

    def until(self, address: LockAddress) -> float | None:
        """When the change of an instance is over at the latest; None: it is not being changed."""
        return self._operations.until(address)

    def know(self, known: bool) -> None:
        """Whether the log has been read to its end, or cannot be read."""
        self._known = known
        self._standing.know_changes(known)

    def take(self, events: Iterable[LogEvent]) -> None:
        """What the log says."""
        for event in events:
            if isinstance(event, MutationAnnounced):
                self._begin(event)
            elif isinstance(event, MutationEnded):
                over = self._operations.end(event, self._now())
                if over is not None:
                    self._tell_over(over)
            elif self._rollups.take(event):
                self._tell_built(event)

    def look(self, found: Iterable[Mutation]) -> None:
        """What the database says is under way: as if it had been announced."""
        together: dict[tuple[str, str | None, str], list[Mutation]] = {}
        for one in found:
            address = one.address
            key = (one.operation, address.tenant, address.entity)
            together.setdefault(key, []).append(one)
        for (operation, tenant, entity), those in together.items():
            ids = tuple(one.address.id for one in those)
            until = max(one.ends_at for one in those)
            self._begin(MutationAnnounced(operation, tenant, entity, ids, until))

    def opened(self, tenant: str, room: Room) -> None:
        """Somebody is in this room, for the first time here."""
        address, facts = parse_room(room.name), room.facts
        found = self._operations.changing(tenant, address.entity)
        if address.id is not None:
            found = {address.id: found[address.id]} if address.id in found else {}
        facts.changing = found or None
        if address.id is None:
            entity = self._entities.find(address.entity)
            for state in self._rollups.of(entity.cube) if entity else ():
                facts.report(state)

    def sweep(self) -> None:
        """Once a second: what should have ended by now."""
        for over in self._operations.expire(self._now()):
            self._tell_over(over)

    def _begin(self, event: MutationAnnounced) -> None:
        if not self._operations.announce(event, self._now()):
            return
        for room, ids in self._concerned(event.tenant, event.entity, event.ids):
            room.facts.begin(ids, event.ends_at)
            _announce_on(room, ids, event.ends_at)

    def _tell_over(self, over: Over) -> None:
        versions = dict(zip(over.ids, over.versions, strict=False))
        for room, ids in self._concerned(over.tenant, over.entity, over.ids):
            room.facts.end(ids)
            room.announce(partial(_off, room, ids, versions, over))
            self._tell_again(room, over, ids)

    def _tell_built(self, event: RollupBuilt) -> None:
        """To whoever looks at the entity of its cube."""
        entity = self._entities.of_cube(event.cube)
        for _, room in self._rooms.named(entity.name) if entity else ():
            _tell_build(room, shown(event))

    def _tell_again(self, room: Room, over: Over, ids: tuple[str, ...]) -> None:
        """Another operation may be changing the same instance."""
        for one in ids:
            until = self._operations.until(LockAddress(over.tenant, over.entity, one))
            if until is not None:
                room.facts.begin((one,), until)
                _announce_on(room, (one,), until)

    def _concerned(
        self, tenant: str | None, entity: str, ids: tuple[str, ...]
    ) -> Iterator[tuple[Room, tuple[str, ...]]]:
        """The rooms that are about these instances, and about which of them."""
        for one in ids:
            for theirs, room in self._rooms.named(str(RoomAddress(entity, one))):
                if tenant in {None, theirs}:
                    yield room, (one,)
        for theirs, room in self._rooms.named(entity):
            if tenant in {None, theirs}:
                yield room, ids

    def _now(self) -> float:
        return self._clock.now().timestamp()


def _announce_on(room: Room, ids: tuple[str, ...], until: float) -> None:
    shown_ids = ids if room.whole else ()
    room.announce(lambda seq: StaleOn(room.name, seq, until, shown_ids))


def _tell_build(room: Room, state: RollupState) -> None:
    if room.facts.report(state):
        room.announce(lambda seq: Report(room.name, seq, state.rollup, state.state, state.epoch))


def _off(
    room: Room, ids: tuple[str, ...], versions: Mapping[str, int], over: Over, seq: int
) -> StaleOff:
    if not room.whole:
        version = versions.get(ids[0])
        return StaleOff(room.name, seq, over.outcome, version, over.attributes)
    known = tuple(InstanceVersion(one, versions[one]) for one in ids if one in versions)
    rest = tuple(one for one in ids if one not in versions)
    return StaleOff(room.name, seq, over.outcome, None, over.attributes, known, rest)
