"""Consumer groups in memory."""

from collections.abc import Collection, Mapping, Sequence

from orchestration.ports.consumer_group import Place
from orchestration.ports.event_source import EventSourceUnavailable
from orchestration.ports.group_positions import ConsumerGroup, GroupInUse


class FakeGroupPositions:
    """`known` are the groups; `committed` holds what each committed."""

    def __init__(self) -> None:
        self.known: dict[str, ConsumerGroup] = {}
        self.committed: dict[str, dict[Place, int]] = {}
        self.down = False

    def commit(self, group: str, place: Place, offset: int) -> None:
        """A program that only commits: its group never has members."""
        self.known.setdefault(group, ConsumerGroup(group, joins=False, has_members=False))
        self.committed.setdefault(group, {})[place] = offset

    def groups(self, prefixes: Collection[str]) -> Sequence[ConsumerGroup]:
        self._look()
        names = sorted(name for name in self.known if name.startswith(tuple(prefixes)))
        return [self.known[name] for name in names]

    def positions(self, group: str, places: Collection[Place]) -> Mapping[Place, int]:
        self._look()
        committed = self.committed.get(group, {})
        return {place: committed[place] for place in places if place in committed}

    def move(self, group: str, positions: Mapping[Place, int]) -> None:
        self._look()
        if group in self.known and self.known[group].has_members:
            raise GroupInUse(group)
        for place, offset in positions.items():
            self.commit(group, place, offset)

    def _look(self) -> None:
        if self.down:
            raise EventSourceUnavailable("consumer groups")
