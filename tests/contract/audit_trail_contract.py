"""What every audit trail promises; run on the fake always, on Postgres in integration."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID, uuid4

import pytest

from orchestration.ports.audit_trail import AuditEntry, AuditTrail

MOMENT = datetime(2026, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC)


class TrailUnderTest(Protocol):
    """An empty trail, and what lies in it."""

    trail: AuditTrail

    def entries(self) -> Sequence[AuditEntry]:
        """All of them, in any order."""
        ...


def entry(reason: str, *, tenant: str | None = None, operation: UUID | None = None) -> AuditEntry:
    """An entry with an id of its own."""
    return AuditEntry(
        uuid4(),
        MOMENT,
        "operator",
        "dlq.replay",
        "topic",
        "a.b.v1",
        "SUCCEEDED",
        reason,
        tenant,
        operation,
        "platform.audit.event.v1/0/7",
    )


class AuditTrailContract(ABC):
    """Subclass it and give it a trail."""

    @pytest.fixture(autouse=True)
    @abstractmethod
    def under_test(self) -> TrailUnderTest:
        """An empty one."""

    def test_what_is_stored_is_there_as_it_was(self, under_test: TrailUnderTest) -> None:
        entries = [entry("a"), entry("b", tenant="ASIA", operation=uuid4())]
        assert under_test.trail.store(entries) == len(entries)
        assert sorted(under_test.entries(), key=str) == sorted(entries, key=str)

    def test_what_comes_again_is_kept_once_and_as_it_was_first(
        self, under_test: TrailUnderTest
    ) -> None:
        first, second = entry("a"), entry("b")
        under_test.trail.store([first])
        assert under_test.trail.store([replace(first, source="elsewhere"), second]) == 1
        assert sorted(under_test.entries(), key=str) == sorted([first, second], key=str)

    def test_one_that_stands_twice_in_a_batch_is_kept_once(
        self, under_test: TrailUnderTest
    ) -> None:
        twice = entry("a")
        assert under_test.trail.store([twice, twice]) == 1
        assert list(under_test.entries()) == [twice]

    def test_nothing_is_stored_of_nothing(self, under_test: TrailUnderTest) -> None:
        assert under_test.trail.store([]) == 0
