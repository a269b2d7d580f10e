"""What everything that deals in locks works with."""

from dataclasses import dataclass

from metamodel.kernel.clock import Clock
from presence_api.live.lock_rules import LockRules
from presence_api.live.lock_terms import Changes
from presence_api.live.lock_tokens import LockTokens
from presence_api.ports.entity_catalogue import EntityCatalogue
from presence_api.ports.lock_table import LockTable


@dataclass(frozen=True, slots=True)
class LockParts:
    """Who decides, who signs, what there is, what time it is, what may be done, what changes."""

    table: LockTable
    tokens: LockTokens
    catalogue: EntityCatalogue
    clock: Clock
    rules: LockRules
    changes: Changes

    def now(self) -> float:
        """Seconds since 1970."""
        return self.clock.now().timestamp()
