"""Which shards a relay should hold, so that all relays have their part."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from presence_api.ports.outbox import SHARDS


@dataclass(frozen=True, slots=True)
class Share:
    """What to give back now, and which shards to try for until `most` are held."""

    most: int
    give_back: Sequence[int]
    try_for: Sequence[int]


def fair_share(held: Collection[int], relays: int) -> Share:
    """The share of one of `relays` that holds these shards.

    Each may hold the whole part above the average: so no shard is left over, and once everybody
    holds at most that, nothing moves any more.
    """
    most = -(-SHARDS // max(1, relays))
    surplus = sorted(held)[most:]
    free = [shard for shard in range(SHARDS) if shard not in held]
    return Share(most, surplus, free if len(held) < most else ())
