"""What every count of rates does."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Coroutine
from typing import Any, TypeVar
from uuid import uuid4

import pytest

from presence_api.ports.rate_limits import Charge, Limit, RateLimits, Verdict

T = TypeVar("T")
DAY_S = 86_400
"""Nothing comes back within a test."""


class RateLimitsContract(ABC):
    """`limits` come from the class of the adapter; `run` awaits on the adapter's loop."""

    limits: RateLimits

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run(work)

    @abstractmethod
    def pass_time(self, seconds: float) -> None:
        """Let so much time pass for the store."""

    @pytest.fixture
    def user(self) -> Limit:
        return Limit("user", "acme", f"anna:ü {uuid4()}", quota=10, window_s=DAY_S)

    @pytest.fixture
    def tenant(self) -> Limit:
        return Limit("tenant", str(uuid4()), "all", quota=15, window_s=DAY_S)

    def take(self, *charges: Charge) -> Verdict:
        return self.run(self.limits.take(charges))

    def test_the_quota_is_given_and_not_one_more(self, user: Limit) -> None:
        found = [self.take(Charge(user)) for _ in range(11)]
        assert [one.admitted for one in found] == [True] * 10 + [False]
        assert [one.standings[0].left for one in found] == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0]
        wait_s = DAY_S / 10
        assert found[-1].retry_after_s == pytest.approx(wait_s, abs=60)
        assert 0 < found[0].standings[0].next_s <= wait_s

    def test_a_cost_counts_as_so_many(self, user: Limit) -> None:
        costs = [(7, True, 3), (4, False, 3), (3, True, 0), (1, False, 0)]
        for cost, admitted, left in costs:
            found = self.take(Charge(user, cost))
            assert (found.admitted, found.standings[0].left) == (admitted, left)

    def test_all_limits_are_charged_or_none(self, user: Limit, tenant: Limit) -> None:
        assert self.take(Charge(user, 4), Charge(tenant, 10)).admitted
        refused = self.take(Charge(user, 4), Charge(tenant, 6))
        assert not refused.admitted
        assert [one.left for one in refused.standings] == [6, 5]
        assert [one.wait_s > 0 for one in refused.standings] == [False, True]
        assert self.take(Charge(user, 6), Charge(tenant, 5)).admitted

    def test_holders_tenants_and_policies_have_each_their_own(self, user: Limit) -> None:
        others = [
            Limit("user", "acme", "ben", 10, DAY_S),
            Limit("user", "umbrella", user.holder, 10, DAY_S),
            Limit("cost", "acme", user.holder, 10, DAY_S),
        ]
        for one in (user, *others):
            assert self.take(Charge(one, 10)).admitted

    def test_it_comes_back_evenly(self) -> None:
        limit = Limit("user", "acme", str(uuid4()), quota=4, window_s=1)
        assert self.take(Charge(limit, 4)).admitted
        self.pass_time(0.3)
        assert self.take(Charge(limit)).admitted
        self.pass_time(1.1)
        assert self.take(Charge(limit, 4)).admitted
