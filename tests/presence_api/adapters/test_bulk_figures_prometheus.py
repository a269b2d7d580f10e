"""The figures of bulk updates."""

from prometheus_client.parser import text_string_to_metric_families

from presence_api.adapters.bulk_figures_prometheus import bulk_exposition
from presence_api.entities.bulk.counts import BulkCounts
from presence_api.ports.bulk_jobs import Counts, JobState
from tests.fakes.served_models import FakeServedModels
from tests.presence_api.entities.gadgets import MODEL, model

FINAL = [one.value for one in JobState if one.final]


def figures(counts: BulkCounts, models: FakeServedModels) -> dict[str, float]:
    return {
        "/".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(bulk_exposition(counts, models).decode())
        for sample in family.samples
    }


def test_every_figure_is_what_was_counted() -> None:
    counts = BulkCounts(removed=4)
    counts.add("gadget", Counts(500, 2, 1), JobState.PARTIAL)
    counts.taken_over["gadget"] += 1
    counts.chunks.add(0.03)
    counts.chunks.add(60.0)
    found = figures(counts, FakeServedModels(MODEL))
    ended = "rampart_bulk_jobs_ended_total/gadget"
    assert found == {
        **{f"{ended}/{state}": float(state == "PARTIAL") for state in FINAL},
        "rampart_bulk_rows_total/gadget/changed": 500,
        "rampart_bulk_rows_total/gadget/skipped": 2,
        "rampart_bulk_rows_total/gadget/failed": 1,
        "rampart_bulk_leases_expired_total/gadget": 1,
        "rampart_bulk_jobs_removed_total": 4,
        "rampart_bulk_chunk_duration_seconds_count": 2,
        "rampart_bulk_chunk_duration_seconds_sum": 60.03,
        **{
            f"rampart_bulk_chunk_duration_seconds_bucket/{bound}": float(bound >= 0.05)
            for bound in (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0)
        },
        "rampart_bulk_chunk_duration_seconds_bucket/+Inf": 2,
    }


def test_what_can_be_changed_is_shown_before_its_first_job_and_kept_when_it_is_gone() -> None:
    counts, models = BulkCounts(), FakeServedModels(MODEL)
    rows = "rampart_bulk_rows_total/gadget/changed"
    assert figures(counts, models)[rows] == 0
    models.serve(model(versioning=None))
    assert rows not in figures(counts, models)
    counts.add("gadget", Counts(done=1))
    assert figures(counts, models)[rows] == 1
