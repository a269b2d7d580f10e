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
GAP, LOSSES = {"rampart/gap": "yes"}, "rampart/lost"
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
            losses = tuple(map(parse_loss, self.losses))
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
    tags = {FROM: run.before, TO: run.after, **_batch_tags(run)}
    return dg.RunRequest(run_key=run.key, run_config=_batch_config(run), tags=tags)


def owed_request(run: OwedRun) -> dg.RunRequest:
    """A run for what is due; never part of the chain of cursors."""
    tags = {ROOT: run.root, ATTEMPT: str(run.attempt)}
    if run.epoch:
        return dg.RunRequest(run_config=_batch_config(run), tags={**tags, **_batch_tags(run)})
    return dg.RunRequest(run_config=_run_config({"rollups": list(run.rollups)}), tags=tags)


def _batch_config(run: PlannedRun | OwedRun) -> dict[str, object]:
    return _run_config(
        {
            "epoch": run.epoch,
            "ranges": [str(item) for item in run.ranges],
            "losses": [_loss_text(item) for item in run.losses],
        }
    )


def _batch_tags(run: PlannedRun | OwedRun) -> dict[str, str]:
    """What a run is about, so that it is found again whatever becomes of it."""
    tags = {EPOCH: run.epoch, RANGES: ",".join(map(str, run.ranges))}
    if run.losses:
        tags |= {**GAP, LOSSES: ",".join(map(_loss_text, run.losses))}
    return tags


def _run_config(config: Mapping[str, object]) -> dict[str, object]:
    return {"ops": {ASSETS_OP: {"config": config}}}


def _loss_text(loss: Loss) -> str:
    return f"{loss.partition}:{loss.start}-{'' if loss.end is None else loss.end}@{loss.epoch}"


def parse_loss(text: str) -> Loss:
    """A loss as run config and tags name it. Raises ValueError."""
    place, _, epoch = text.partition("@")
    partition, _, offsets = place.partition(":")
    start, _, end = offsets.partition("-")
    return Loss(epoch, int(partition), int(start), int(end) if end else None)
