"""The verdict on drift."""

from dataclasses import replace

import dagster as dg

from metamodel.streaming.cluster import ClusterState, TopicState
from orchestration.defs.streaming.checks import could_not_look, judge_drift
from orchestration.flows.plan_streaming import Plan, plan_streaming
from orchestration.ports.streaming_admin import ClusterUnavailable
from tests.fakes.clock import FakeClock
from tests.fakes.streaming_admin import FakeStreamingAdmin
from tests.metamodel.streaming.shop import desired

WANTED = desired()


def planned(state: ClusterState) -> Plan:
    return plan_streaming(WANTED, FakeStreamingAdmin(state), FakeClock())


def with_topic(name: str) -> ClusterState:
    topics = {**WANTED.state.topics, name: TopicState(name, 1, 1)}
    return replace(WANTED.state, topics=topics)


def test_no_difference_passes() -> None:
    assert judge_drift(planned(WANTED.state)).passed


def test_what_is_only_worth_knowing_passes_and_is_a_row_all_the_same() -> None:
    found = judge_drift(planned(with_topic("bank.v1")))

    assert found.passed
    shown = found.metadata["differences_table"]
    assert isinstance(shown, dg.TableMetadataValue)
    assert [row.data["verdict"] for row in shown.records] == ["INFO"]


def test_what_a_plan_ends_safely_warns_and_all_else_is_an_error() -> None:
    missing = judge_drift(planned(replace(WANTED.state, grants=frozenset())))
    orphan = judge_drift(planned(with_topic("shop.old.v1")))

    assert (missing.passed, missing.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert (orphan.passed, orphan.severity) == (False, dg.AssetCheckSeverity.ERROR)


def test_not_to_have_looked_is_a_failure_with_its_reason() -> None:
    found = could_not_look(ClusterUnavailable("topics", "no answer in time"))

    assert (found.passed, found.severity) == (False, dg.AssetCheckSeverity.ERROR)
    told = str(found.metadata["reason"].value)
    assert told.startswith("could not look: STRM-001 topics: no answer")
