"""Records as what they say."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from metamodel.events.codec import Codec, UndecodableEvent
from metamodel.events.core_reporting_preagg_status import PreaggStatus
from metamodel.events.entity_lifecycle import EntityLifecycle
from presence_api.adapters.log_events import event_of
from presence_api.ports.event_log import MutationAnnounced, MutationEnded, RollupBuilt

CODEC = Codec.committed()
OPERATION = UUID("0b4a1a3c-53f1-4d5e-9d5d-0a4c3d2c1b0a")
AT = datetime(2026, 1, 1, tzinfo=UTC)
CHANGE: dict[str, Any] = {
    "event_id": OPERATION,
    "occurred_at": AT,
    "phase": "MUTATED",
    "operation_id": OPERATION,
    "job_id": None,
    "tenant": "acme",
    "entity": "order",
    "ids": ["1"],
    "versions": [7],
    "changed_attributes": ["price"],
    "expires_at": None,
}
BUILD: dict[str, Any] = {
    "event_id": OPERATION,
    "occurred_at": AT,
    "cube": "orders",
    "pre_aggregation": "by_month",
    "rollup_fp": "f",
    "version": "v1",
    "partitions": ["all"],
    "range_start": None,
    "range_end": None,
    "state": "BUILT",
    "data_epoch": 4,
    "rows": None,
    "duration_s": 1.0,
    "error": None,
    "run_id": "r",
}


def lifecycle(**different: Any) -> Any:
    value = CODEC.encode(EntityLifecycle.name, CHANGE | different)
    return event_of(CODEC, EntityLifecycle.name, value, 10.0)


def test_a_change_is_announced_and_ends() -> None:
    operation = str(OPERATION)
    begun = lifecycle(phase="MUTATING", expires_at=AT, tenant=None)
    assert begun == MutationAnnounced(operation, None, "order", ("1",), AT.timestamp())
    over = MutationEnded(operation, "acme", "order", ("1",), (7,), ("price",))
    assert lifecycle() == over
    failed = MutationEnded(operation, "acme", "order", ("1",), (7,), ("price",), failed=True)
    assert lifecycle(phase="MUTATION_FAILED") == failed


@pytest.mark.parametrize("different", [{"phase": "UNKNOWN"}, {"phase": "MUTATING"}])
def test_what_is_newer_or_never_was_valid_says_nothing(different: dict[str, Any]) -> None:
    assert lifecycle(**different) is None


def test_a_build_is_of_its_cube() -> None:
    value = CODEC.encode(PreaggStatus.name, BUILD)
    found = event_of(CODEC, PreaggStatus.name, value, 10.0)
    assert found == RollupBuilt("orders", "by_month", "BUILT", 4, 10.0)


def test_what_is_no_event_is_refused() -> None:
    with pytest.raises(UndecodableEvent):
        event_of(CODEC, EntityLifecycle.name, b"nonsense", 10.0)
