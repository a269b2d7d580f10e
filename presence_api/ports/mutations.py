"""Which instances are being changed right now: the truth behind every refused write."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from metamodel.kernel.errors import RampartError
from presence_api.ports.lock_table import LockAddress


class MutationsUnavailable(RampartError):
    """Nobody can say whether an instance is being changed."""

    code: ClassVar[str] = "MUT-001"
    retryable: ClassVar[bool] = True
    hint: ClassVar[str] = "Look whether Postgres runs; until then nothing is taken for unchanged."


@dataclass(frozen=True, slots=True)
class Mutation:
    """One instance that an operation has announced to change; `ends_at` in seconds since 1970."""

    address: LockAddress
    operation: str
    ends_at: float


class Mutations(Protocol):
    """What has expired is not told. Every call raises MutationsUnavailable."""

    async def under_way(self) -> Sequence[Mutation]:
        """All of them."""
        ...

    async def of(self, address: LockAddress) -> Mutation | None:
        """The one of that instance."""
        ...
