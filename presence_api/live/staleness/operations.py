"""Operations that change instances: announced, ended or run out, in whatever order they are told.

The state depends on what was told, not on how often or in which order: an announcement after its
end is void, an end is told once.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from presence_api.live.rooms.messages import Outcome
from presence_api.ports.event_log import MutationAnnounced, MutationEnded
from presence_api.ports.lock_table import LockAddress


@dataclass(frozen=True, slots=True)
class Over:
    """These instances are not being changed any more; `versions` are empty if unknown."""

    tenant: str | None
    entity: str
    ids: tuple[str, ...]
    versions: tuple[int, ...]
    attributes: tuple[str, ...]
    outcome: Outcome


class Operations:
    """What is under way. What has ended is remembered for `remembered_s`.

    That has to be longer than an operation may take: no announcement that comes later is believed.
    """

    def __init__(self, remembered_s: float) -> None:
        self.orphans = 0
        self._remembered_s = remembered_s
        self._under_way: dict[str, MutationAnnounced] = {}
        self._ended: dict[str, float] = {}  # when to forget it, in order
        self._until: dict[LockAddress, dict[str, float]] = {}  # by operation

    def __len__(self) -> int:
        return len(self._under_way)

    def until(self, address: LockAddress) -> float | None:
        """When the change of an instance is over at the latest; None: nobody changes it."""
        found = self._until.get(address)
        return max(found.values()) if found else None

    def changing(self, tenant: str, entity: str) -> dict[str, float]:
        """Instances of an entity that a tenant sees, and until when they are being changed."""
        found: dict[str, float] = {}
        for event in self._under_way.values():
            if event.entity == entity and event.tenant in {None, tenant}:
                for one in event.ids:
                    found[one] = max(found.get(one, 0.0), event.ends_at)
        return found

    def announce(self, event: MutationAnnounced, now: float) -> bool:
        """An operation begins; False if that is no news, or void."""
        operation = event.operation
        if operation in self._ended or operation in self._under_way or event.ends_at <= now:
            return False
        self._under_way[operation] = event
        for address in _addresses(event):
            self._until.setdefault(address, {})[operation] = event.ends_at
        return True

    def end(self, event: MutationEnded, now: float) -> Over | None:
        """An operation is over, announced or not; None if that is no news."""
        if event.operation in self._ended:
            return None
        self._ended[event.operation] = now + self._remembered_s
        self._forget(self._under_way.pop(event.operation, None))
        outcome = Outcome.UNCHANGED if event.failed else Outcome.CHANGED
        return Over(
            event.tenant, event.entity, event.ids, event.versions, event.attributes, outcome
        )

    def expire(self, now: float) -> list[Over]:
        """Operations whose time ran out: orphans. Old ends are forgotten."""
        for operation, forget_at in list(self._ended.items()):
            if forget_at > now:
                break
            del self._ended[operation]
        late = [event for event in self._under_way.values() if event.ends_at <= now]
        for event in late:
            del self._under_way[event.operation]
            self._forget(event)
        self.orphans += len(late)
        return [
            Over(event.tenant, event.entity, event.ids, (), (), Outcome.UNKNOWN) for event in late
        ]

    def _forget(self, event: MutationAnnounced | None) -> None:
        if event is None:
            return
        for address in _addresses(event):
            others = self._until[address]
            del others[event.operation]
            if not others:
                del self._until[address]


def _addresses(event: MutationAnnounced) -> Iterator[LockAddress]:
    # An id that is named twice is one instance.
    return (LockAddress(event.tenant, event.entity, one) for one in dict.fromkeys(event.ids))
