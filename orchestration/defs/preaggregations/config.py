"""Run config and run tags: what a run is told, and how it is found again."""

from collections.abc import Mapping
from datetime import date

import dagster as dg

from orchestration.flows.plan_due_builds import OwedRun
from orchestration.flows.plan_refresh_batch import PlannedRun
from orchestration.flows.refresh_preaggregations import RefreshRequest
from orchestration.flows.take_in_events import EventBatch
from orchestration.ports.event_source import OffsetRange
from orchestration.ports.ledger import Loss

ASSETS_OP = "preaggregations"
JOB = "refresh_preagg_job"
FROM, TO = "rampart/from", "rampart/to"
EPOCH, RANGES = "rampart/epoch", "rampart/range"
ROOT, ATTEMPT = "rampart/root", "rampart/attempt"


class RefreshConfig(dg.Config):
    """What one run of the job works on; left empty, it builds the selected rollups by hand."""

    epoch: str = ""
    ranges: list[str] = []
    losses: list[str] = []
    rollups: list[str] = []
    range_start: str | None = None
    range_end: str | None = None

    def request(self, topic: str, selected: tuple[str, ...]) -> RefreshRequest:
        """The flow's request; `selected` are the rollups picked in the UI, for runs by hand."""
        if self.epoch:
            losses = tuple(_loss(text) for text in self.losses)
            ranges = tuple(OffsetRange.parse(text) for text in self.ranges)
            return RefreshRequest(batch=EventBatch(topic, self.epoch, ranges, losses))
        if self.rollups:
            return RefreshRequest(rollups=tuple(self.rollups))
        start, end = (
            date.fromisoformat(day) if day else None for day in (self.range_start, self.range_end)
        )
        return RefreshRequest(rollups=selected, wanted=True, start=start, end=end)


def batch_request(run: PlannedRun) -> dg.RunRequest:
    """A run over a range of offsets; its tags link it to the runs before and after it."""
    config = {
        "epoch": run.epoch,
        "ranges": [str(item) for item in run.ranges],
        "losses": [_loss_text(item) for item in run.losses],
    }
    tags = {FROM: run.before, TO: run.after, EPOCH: run.epoch, RANGES: _words(run.ranges)}
    return dg.RunRequest(run_key=run.key, run_config=_run_config(config), tags=tags)


def owed_request(run: OwedRun, epoch: str) -> dg.RunRequest:
    """A run for what is due; never part of the chain of cursors."""
    tags = {ROOT: run.root, ATTEMPT: str(run.attempt)}
    if run.ranges:
        config = {"epoch": epoch, "ranges": [str(item) for item in run.ranges]}
        return dg.RunRequest(
            run_config=_run_config(config), tags={**tags, EPOCH: epoch, RANGES: _words(run.ranges)}
        )
    return dg.RunRequest(run_config=_run_config({"rollups": list(run.rollups)}), tags=tags)


def _run_config(config: Mapping[str, object]) -> dict[str, object]:
    return {"ops": {ASSETS_OP: {"config": config}}}


def _words(ranges: tuple[OffsetRange, ...]) -> str:
    return ",".join(map(str, ranges))


def _loss_text(loss: Loss) -> str:
    return f"{loss.partition}:{loss.start}-{'' if loss.end is None else loss.end}@{loss.epoch}"


def _loss(text: str) -> Loss:
    place, _, epoch = text.partition("@")
    partition, _, offsets = place.partition(":")
    start, _, end = offsets.partition("-")
    return Loss(epoch, int(partition), int(start), int(end) if end else None)
