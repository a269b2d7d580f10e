"""How much somebody may ask for, counted in one place for all instances of the service.

The generic cell rate algorithm: a limit is a bucket of `quota` units that fills up evenly within
`window_s`. In any time t nobody gets more than quota + t * quota / window_s.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from metamodel.kernel.errors import RampartError


class RateLimitsUnavailable(RampartError):
    """Nobody can say how much was taken, at least not in time."""

    code: ClassVar[str] = "RPT-202"
    retryable: ClassVar[bool] = True
    hint: ClassVar[str] = "Look whether Redis runs; until then each instance counts for itself."


class CostAboveQuota(RampartError):
    """A request costs more than its limit ever has, however long one waits."""

    code: ClassVar[str] = "RPT-206"
    hint: ClassVar[str] = "Ask for less at once, or have the limit raised."


@dataclass(frozen=True, slots=True)
class Limit:
    """One policy: so many units for each `holder`, at once or within each window."""

    name: str  # of the policy, as clients read it: `user`, `tenant`
    tenant: str
    holder: str  # whose bucket it is, within the tenant
    quota: int
    window_s: int

    def __post_init__(self) -> None:
        if self.quota < 1 or self.window_s < 1:
            raise ValueError(f"{self.name}: quota and window are 1 or more")


@dataclass(frozen=True, slots=True)
class Charge:
    """What a request takes from one limit."""

    limit: Limit
    cost: int = 1

    def __post_init__(self) -> None:
        if self.cost < 1:
            raise ValueError(f"{self.limit.name}: a cost is 1 or more")
        if self.cost > self.limit.quota:
            raise CostAboveQuota(self.limit.name, f"{self.cost} of {self.limit.quota}")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a limit stands after the charge, or, where it was refused, without it."""

    charge: Charge
    left: int  # whole units that may be taken now
    next_s: float  # until there is one more; 0: all are there
    wait_s: float  # until the charge could be paid; 0: it was, or could be


@dataclass(frozen=True, slots=True)
class Verdict:
    """All charges were taken, or none."""

    admitted: bool
    standings: tuple[Standing, ...]

    @property
    def retry_after_s(self) -> float:
        """Until the same charges can all be paid, if nobody else takes anything."""
        return max((one.wait_s for one in self.standings), default=0.0)


class RateLimits(Protocol):
    """Counts for everybody."""

    async def take(self, charges: Sequence[Charge]) -> Verdict:
        """Take all charges or none. Raises RateLimitsUnavailable."""
        ...
