"""Where fences begin again when Redis has forgotten where they were."""

from typing import ClassVar, Final, Protocol

from metamodel.kernel.errors import RampartError

COUNTERS: Final = 1 << 40
"""Fences of one epoch: a fence is its epoch times this, and a counter."""


class EpochsUnavailable(RampartError):
    """The next epoch of fences cannot be had."""

    code: ClassVar[str] = "LCK-002"
    retryable: ClassVar[bool] = True
    hint: ClassVar[str] = "Look whether Postgres runs; no new lock is given until then."


class FenceEpochs(Protocol):
    """Numbers that only rise, and outlive everything that is kept in memory."""

    async def next(self) -> int:
        """A number larger than all before. Raises EpochsUnavailable."""
        ...
