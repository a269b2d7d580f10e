"""What every shared cache of reports does."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar
from uuid import uuid4

import pytest

from metamodel.kernel.clock import Clock
from metamodel.model.freshness import Freshness
from presence_api.ports.report_cache import CachedReport, CacheKey, ReportCache
from tests.fakes.reports import kept

T = TypeVar("T")


class ReportCacheContract(ABC):
    """`cache` and its `clock` come from the class of the adapter."""

    cache: ReportCache
    clock: Clock

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run(work)

    @abstractmethod
    def pass_time(self, seconds: float) -> None:
        """Let so much time pass for the store."""

    @pytest.fixture
    def key(self) -> CacheKey:
        return CacheKey("acme", uuid4().hex)

    def report(self, body: bytes = b"[]", life_s: float = 60) -> CachedReport:
        return kept(body, made_at=self.clock.now(), life_s=life_s)

    @pytest.mark.parametrize("size", [0, 1, 20_000, 32_768, 1_000_000])
    def test_what_was_kept_is_found_as_it_was(self, key: CacheKey, size: int) -> None:
        body = (b'[["Bergstra\xc3\x9fe",12.5],\x00\xff\n' * size)[:size]
        report = replace(
            self.report(body),
            epochs={"orders.by_month": 2**53, "orders.ü": 0},
            freshness=Freshness.BUILDING,
        )
        self.run(self.cache.keep(key, report))
        assert self.run(self.cache.find(key)) == report

    def test_what_was_never_kept_is_not_found(self, key: CacheKey) -> None:
        assert self.run(self.cache.find(key)) is None

    def test_the_last_one_is_found(self, key: CacheKey) -> None:
        for body in (b"1", b"2"):
            self.run(self.cache.keep(key, self.report(body)))
        found = self.run(self.cache.find(key))
        assert found is not None
        assert found.body == b"2"

    def test_tenants_and_digests_have_each_their_own(self, key: CacheKey) -> None:
        others = [CacheKey("umbrella", key.digest), CacheKey("acme:x", key.digest)]
        keys = [key, *others, CacheKey("acme", uuid4().hex)]
        for number, each in enumerate(keys):
            self.run(self.cache.keep(each, self.report(str(number).encode())))
        found = [self.run(self.cache.find(each)) for each in keys]
        assert [one.body for one in found if one] == [b"0", b"1", b"2", b"3"]

    def test_it_ends_when_it_said(self, key: CacheKey) -> None:
        self.run(self.cache.keep(key, self.report(life_s=0.2)))
        self.pass_time(0.25)
        assert self.run(self.cache.find(key)) is None

    def test_what_has_ended_already_is_not_kept(self, key: CacheKey) -> None:
        made_at = self.clock.now() - timedelta(seconds=10)
        self.run(self.cache.keep(key, kept(made_at=made_at, life_s=5)))
        assert self.run(self.cache.find(key)) is None
