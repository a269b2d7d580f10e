"""The figures of one member of a consumer group."""

from ops.monitoring.consumer_figures import ConsumerCollector
from orchestration.flows.consumer_parts import ConsumerHealth, Outcome
from tests.fakes.clock import START


def figures(health: ConsumerHealth) -> dict[str, float]:
    samples = [
        sample for metric in ConsumerCollector("g", health).collect() for sample in metric.samples
    ]
    return {sample.name + sample.labels.get("outcome", ""): sample.value for sample in samples}


def test_records_are_counted_by_what_became_of_them() -> None:
    health = ConsumerHealth(lost=3)
    health.settled(Outcome(handled=2, again=1), START)
    found = figures(health)
    assert found["rampart_consumer_records_totalhandled"] == 2
    assert found["rampart_consumer_records_totalagain"] == 1
    assert found["rampart_consumer_records_totallost"] == 3
    assert found["rampart_consumer_ready"] == 0
    assert found["rampart_consumer_commit_timestamp_seconds"] == START.timestamp()


def test_one_that_settled_nothing_has_no_moment_of_that() -> None:
    assert "rampart_consumer_commit_timestamp_seconds" not in figures(ConsumerHealth())
