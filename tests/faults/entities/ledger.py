"""What writers were told, what the rows say, and what was told to the world: do they agree?"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Version = tuple[str, int]
"""An instance, and a version of it."""


@dataclass
class Told:
    """Answers to one writer, or to several: what was accepted, and what has no answer."""

    accepted: set[Version] = field(default_factory=set)
    unanswered: Counter[str] = field(default_factory=Counter)  # by instance
    statuses: Counter[int] = field(default_factory=Counter)

    def joined(self, others: Iterable["Told"]) -> "Told":
        """With theirs."""
        for other in others:
            self.accepted |= other.accepted
            self.unanswered += other.unanswered
            self.statuses += other.statuses
        return self


def judged(told: Told, rows: Mapping[str, int], events: Iterable[Version]) -> list[str]:
    """Every fault; `rows` are the versions now, `events` the changes told, in their order.

    Rows began with version 1.
    """
    seen: dict[str, list[int]] = defaultdict(list)
    for instance, version in events:
        if version not in seen[instance]:  # events may come twice
            seen[instance].append(version)
    return [*_lost(told, rows), *_untold(rows, seen)]


def _lost(told: Told, rows: Mapping[str, int]) -> list[str]:
    faults = [
        f"{instance}: version {version} was accepted, the row has {rows[instance]}"
        for instance, version in told.accepted
        if version > rows[instance]
    ]
    accepted = Counter(instance for instance, _ in told.accepted)
    for instance, version in rows.items():
        least = 1 + accepted[instance]
        most = least + told.unanswered[instance]
        if not least <= version <= most:
            faults.append(f"{instance}: version {version}, not {least} to {most}")
    return faults


def _untold(rows: Mapping[str, int], seen: Mapping[str, list[int]]) -> list[str]:
    faults = []
    for instance, version in rows.items():
        wanted, found = list(range(2, version + 1)), seen.get(instance, [])
        if found != wanted:
            odd = sorted(set(found) ^ set(wanted)) or "in another order"
            faults.append(f"{instance}: versions {odd} of {version} are told wrongly")
    return faults
