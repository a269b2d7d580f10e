"""How the last build of each pre-aggregation ended, as far as it was told."""

from presence_api.live.rooms.messages import RollupState
from presence_api.ports.event_log import RollupBuilt


class Rollups:
    """The newest of each; what is told late or twice changes nothing."""

    def __init__(self) -> None:
        self._last: dict[str, dict[str, RollupBuilt]] = {}  # by cube, then by name

    def take(self, event: RollupBuilt) -> bool:
        """A build ended; False if that is no news."""
        known = self._last.setdefault(event.cube, {})
        before = known.get(event.name)
        if before is not None and (event.at <= before.at or _turns_back(before, event)):
            return False
        known[event.name] = event
        return True

    def of(self, cube: str) -> tuple[RollupState, ...]:
        """Those of a cube."""
        return tuple(map(shown, self._last.get(cube, {}).values()))


def shown(event: RollupBuilt) -> RollupState:
    """As its room sees it."""
    return RollupState(event.path, event.state, event.epoch)


def _turns_back(before: RollupBuilt, event: RollupBuilt) -> bool:
    """Several partitions may be built beside each other: the one that ends later may be older."""
    epochs = before.epoch, event.epoch
    return epochs[0] is not None and epochs[1] is not None and epochs[1] < epochs[0]
