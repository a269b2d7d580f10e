"""Jobs that have been over for long enough are removed, a few at a time."""

from typing import Final

from presence_api.entities.bulk.job_steps import BulkParts

LOOK_S: Final = 60.0
MOST_AT_ONCE: Final = 20


class Clearing:
    """Looks once in `LOOK_S`, and goes on at the next turn where there was more."""

    def __init__(self, parts: BulkParts) -> None:
        self._parts = parts
        self._look_at_s = parts.clock.monotonic_s()

    def turn(self) -> None:
        """Remove some, if it is time. Raises EntityStoreUnavailable."""
        parts, now_s = self._parts, self._parts.clock.monotonic_s()
        if now_s < self._look_at_s:
            return
        self._look_at_s = now_s + LOOK_S
        for _ in range(MOST_AT_ONCE):
            if not parts.work.remove_ended(parts.kept_s):
                return
            parts.counts.removed += 1
        self._look_at_s = now_s
