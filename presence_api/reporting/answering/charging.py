"""What a report costs, and who may ask for how many."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from metamodel.kernel.errors import RampartError
from presence_api.caller import Caller
from presence_api.ports.rate_limits import Charge, Limit, Verdict
from presence_api.reporting.dsl.request import FreshnessMode, Terms
from presence_api.reporting.guarding.rate_limit_fields import violated_policies

_FRESH_COST: Final = 5


class TooManyReports(RampartError):
    """Somebody has asked for more reports than their limits allow; `verdict` says how far."""

    code: ClassVar[str] = "RPT-212"
    retryable: ClassVar[bool] = True
    hint: ClassVar[str] = "Ask again after `Retry-After`, or for more reports in fewer requests."

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict)
        self.verdict = verdict

    @property
    def policies(self) -> list[str]:
        """Names of the limits that would have been passed."""
        return violated_policies(self.verdict)

    def __str__(self) -> str:
        return f"over the limit of {' and '.join(self.policies)}"


@dataclass(frozen=True, slots=True)
class Rates:
    """Reports within each window, of one user and of all users of a tenant."""

    per_user: int = 120
    per_tenant: int = 1_200
    window_s: int = 60

    def charges(self, caller: Caller, cost: int) -> tuple[Charge, ...]:
        """What a request takes. Raises CostAboveQuota."""
        quotas = (("user", caller.user, self.per_user), ("tenant", caller.tenant, self.per_tenant))
        limits = (
            Limit(name, caller.tenant, holder, quota, self.window_s)
            for name, holder, quota in quotas
        )
        return tuple(Charge(limit, cost) for limit in limits)


def cost(terms: Sequence[Terms]) -> int:
    """Of several reports in one request."""
    return sum(_FRESH_COST if one.freshness is FreshnessMode.FRESH else 1 for one in terms)
