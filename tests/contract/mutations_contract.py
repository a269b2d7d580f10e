"""What everybody who knows of changes promises."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from presence_api.ports.lock_table import LockAddress
from presence_api.ports.mutations import Mutation, Mutations

ORDER = LockAddress("acme", "order", "1")
NATION = LockAddress(None, "nation", "7")
OPERATION = "0b4a1a3c-53f1-4d5e-9d5d-0a4c3d2c1b0a"


class MutationsContract(ABC):
    """Subclass it, set `mutations` and `now`, and write rows."""

    mutations: Mutations
    now: Callable[[], float]

    @abstractmethod
    def write(self, *rows: Mutation) -> None:
        """These are announced."""

    def test_nothing_is_under_way_at_first(self) -> None:
        assert self.under_way() == set()
        assert asyncio.run(self.mutations.of(ORDER)) is None

    def test_what_was_announced_is_known_as_it_was(self) -> None:
        rows = [Mutation(one, OPERATION, round(self.now()) + 60.0) for one in (ORDER, NATION)]
        self.write(*rows)
        assert self.under_way() == set(rows)
        assert [asyncio.run(self.mutations.of(row.address)) for row in rows] == rows
        other = LockAddress("globex", "order", "1")
        assert asyncio.run(self.mutations.of(other)) is None

    def test_what_has_expired_is_not_told(self) -> None:
        self.write(Mutation(ORDER, OPERATION, self.now() - 1))
        assert self.under_way() == set()
        assert asyncio.run(self.mutations.of(ORDER)) is None

    def under_way(self) -> set[Any]:
        return set(asyncio.run(self.mutations.under_way()))
