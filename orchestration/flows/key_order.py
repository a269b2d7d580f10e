"""Which keys wait for another attempt, so that what comes after them on the same key waits too."""

from collections import Counter
from collections.abc import Iterable

Key = tuple[int, bytes]  # partition, which is the same in a topic and in its retry topics


class KeyOrder:
    """Counts, for each key, the unsettled records in each retry topic; stage 0 is the topic itself.

    Of one key, what lies in a later stage came first. Records without a key have no order.
    """

    def __init__(self, stages: int) -> None:
        self._stages = stages
        self._waiting: dict[Key, Counter[int]] = {}

    def behind(self, partition: int, key: bytes | None, stage: int) -> int | None:
        """The stage in which a record must queue that comes from `stage`; None: it may be handled.

        The nearest one with records of its key: they are all behind those of farther ones.
        """
        if key is None:
            return None
        waiting = self._waiting.get((partition, key), Counter[int]())
        return next((n for n in range(stage + 1, self._stages + 1) if waiting[n] > 0), None)

    def put_aside(self, partition: int, key: bytes | None, stage: int) -> None:
        """A record of the key has gone to a retry topic."""
        if key is not None:
            self._waiting.setdefault((partition, key), Counter())[stage] += 1

    def settled(self, partition: int, key: bytes | None, stage: int) -> None:
        """A record of the key has left a retry topic, whichever way."""
        if key is None or (partition, key) not in self._waiting:
            return
        waiting = self._waiting[partition, key]
        waiting[stage] -= 1
        if waiting[stage] <= 0:
            del waiting[stage]
        if not waiting:
            del self._waiting[partition, key]

    def learn(self, partition: int, stage: int, keys: Iterable[bytes | None]) -> None:
        """A retry topic's partition came to us with these unsettled keys."""
        self.forget(partition, stage)
        for key in keys:
            self.put_aside(partition, key, stage)

    def forget(self, partition: int, stage: int) -> None:
        """A retry topic's partition has left us."""
        for place, waiting in list(self._waiting.items()):
            if place[0] == partition and stage in waiting:
                del waiting[stage]
                if not waiting:
                    del self._waiting[place]

    def __len__(self) -> int:
        return len(self._waiting)
