"""What reports cost, and whose buckets pay."""

import pytest

from presence_api.ports.rate_limits import CostAboveQuota
from presence_api.reporting.answering.charging import Rates, TooManyReports, cost
from presence_api.reporting.dsl.request import FreshnessMode, Terms
from presence_api.reporting.guarding.process_limits import ProcessLimits
from tests.fakes.clock import FakeClock
from tests.presence_api.reporting.answering.world import ANNA


def test_a_user_and_their_tenant_pay() -> None:
    user, tenant = Rates(per_user=5, per_tenant=9).charges(ANNA, 3)
    assert (user.limit.name, user.limit.holder, user.limit.tenant) == ("user", "anna", "acme")
    assert (tenant.limit.name, tenant.limit.holder, tenant.cost) == ("tenant", "acme", 3)


def test_more_than_anybody_ever_has_is_refused_at_once() -> None:
    with pytest.raises(CostAboveQuota):
        Rates(per_user=5).charges(ANNA, 6)


def test_what_goes_past_everything_kept_costs_more() -> None:
    assert cost([Terms(), Terms(freshness=FreshnessMode.FRESH)]) == 1 + 5


def test_a_refusal_names_the_limit() -> None:
    limits, charges = ProcessLimits(FakeClock()), Rates(per_user=1).charges(ANNA, 1)
    assert limits.take_now(charges).admitted
    error = TooManyReports(limits.take_now(charges))
    assert (error.policies, str(error)) == (["user"], "over the limit of user")
