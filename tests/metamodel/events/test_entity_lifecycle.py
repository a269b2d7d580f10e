"""A change of an entity's instances."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from metamodel.events.codec import Codec
from metamodel.events.entity_lifecycle import EntityLifecycle, LifecyclePhase

OPERATION = UUID("0190f3a4-0000-7000-8000-000000000001")
JOB = UUID("0190f3a4-0000-7000-8000-000000000002")


def event(**changes: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "phase": LifecyclePhase.MUTATED,
        "operation_id": OPERATION,
        "job_id": None,
        "tenant": "EUROPE",
        "entity": "order",
        "ids": ["7"],
        "versions": [3],
        "changed_attributes": ["status"],
        "expires_at": None,
    }
    return EntityLifecycle.new(datetime(2026, 1, 1, tzinfo=UTC), **fields | changes)


def test_changes_of_one_instance_stay_in_order() -> None:
    assert EntityLifecycle.key(event()) == "EUROPE:order:7"
    assert EntityLifecycle.key(event(ids=["1~2"])) == "EUROPE:order:1%7E2"


def test_the_steps_of_a_bulk_operation_stay_in_order_whatever_rows_they_name() -> None:
    announced = event(job_id=JOB, ids=["1", "2"], phase=LifecyclePhase.MUTATING)
    done = event(job_id=JOB, ids=["1"])

    assert EntityLifecycle.key(announced) == f"EUROPE:order:{OPERATION}"
    assert EntityLifecycle.key(done) == EntityLifecycle.key(announced)


def test_a_shared_entitys_key_has_no_tenant() -> None:
    assert EntityLifecycle.key(event(tenant=None, entity="region")) == ":region:7"


def test_a_change_without_a_job_is_of_one_instance() -> None:
    with pytest.raises(ValueError, match="too many"):
        EntityLifecycle.key(event(ids=["1", "2"]))


def test_a_phase_is_read_as_it_was_written() -> None:
    codec = Codec.committed()

    for phase in LifecyclePhase:
        value = codec.encode(EntityLifecycle.name, event(phase=phase))
        assert codec.decode(EntityLifecycle.name, value)["phase"] == phase


def test_every_instance_of_the_reader_reads_all_so_none_buries() -> None:
    assert not EntityLifecycle.failure.dead_letter
    assert EntityLifecycle.retry_topics() == ()
