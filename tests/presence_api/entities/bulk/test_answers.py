"""Bulk updates as JSON."""

from typing import Any

import msgspec

from presence_api.entities.bulk.answers import BulkPlanned, BulkWanted, ShownJob
from presence_api.entities.bulk.controller import job_shown, planned
from presence_api.entities.bulk.request import read_bulk
from tests.presence_api.entities.bulk.ground import Ground
from tests.presence_api.entities.gadgets import row, view


def test_what_is_answered_is_as_it_is_described() -> None:
    ground = Ground(row(1))
    body: dict[str, Any] = {"ids": ["1"], "set": {"status": "done"}, "onConflict": "abort"}
    found = msgspec.convert(dict(planned(ground.plan(**body))), BulkPlanned)
    assert (found.matched, found.sample[0].before) == (1, {"status": "open"})
    job = ground.done(**body)
    shown = msgspec.convert(dict(job_shown(job, ground.clock.now())), ShownJob)
    assert (shown.state, shown.done) == (job.state, 1)


def test_what_is_described_is_read() -> None:
    body = BulkWanted({"status": "done"}, ids=["1"], dry_run=True)
    assert read_bulk(view("analyst"), msgspec.to_builtins(body)).dry_run
