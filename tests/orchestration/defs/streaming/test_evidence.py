"""What is shown of a cluster."""

from typing import Any

from orchestration.defs.streaming.evidence import cluster_metadata, differences_table
from orchestration.flows.plan_streaming import plan_streaming
from tests.fakes.clock import FakeClock
from tests.fakes.streaming_admin import FakeStreamingAdmin
from tests.metamodel.streaming.shop import desired


def rows(value: Any) -> list[dict[str, Any]]:
    return [record.data for record in value.records]


def test_topics_and_grants_are_rows() -> None:
    plan = plan_streaming(desired(), FakeStreamingAdmin(desired().state), FakeClock())
    shown = cluster_metadata(plan)

    first, *_ = rows(shown["topics_table"])
    assert first == {
        "topic": "shop.order.v1",
        "partitions": 12,
        "copies": 3,
        "cleanup": "delete",
        "retention_ms": "86400000",
        "set_here": "cleanup.policy, min.insync.replicas, retention.ms",
    }
    assert len(rows(shown["grants_table"])) == len(desired().state.grants)


def test_a_difference_has_its_verdict_and_what_is_missing_is_empty() -> None:
    plan = plan_streaming(desired("bench"), FakeStreamingAdmin(), FakeClock())

    first, *_ = rows(differences_table(plan.differences))
    assert (first["verdict"], first["subject"], first["found"]) == ("SAFE", "topic", "")
