"""Whether an instance is being changed: from what was told, or else from the truth itself."""

from presence_api.live.staleness.staleness import Staleness
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.mutations import Mutations


class ToldChanges:
    """Costs nothing while the log is read; the database is asked while it cannot be."""

    def __init__(self, staleness: Staleness, mutations: Mutations) -> None:
        self._staleness, self._mutations = staleness, mutations

    async def until(self, address: LockAddress) -> float | None:
        told = self._staleness.until(address)
        if told is not None or self._staleness.known:
            return told
        found = await self._mutations.of(address)
        return found.ends_at if found is not None else None
