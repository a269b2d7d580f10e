"""The job `replay_dead_letters_job`: what `rampart dlq` does, for those who work in Dagster."""

from collections.abc import Callable
from datetime import datetime
from enum import Enum

import dagster as dg

from metamodel.kernel.errors import RampartError
from orchestration.defs.failing import failure
from orchestration.defs.tables import table
from orchestration.flows.dead_letters import (
    BadSelection,
    LetterPlace,
    Selection,
    Standing,
    count_letters,
)
from orchestration.flows.record_action import Action, on_record
from orchestration.flows.replay_dead_letters import (
    Decision,
    ReplayTools,
    discard_dead_letters,
    replay_dead_letters,
)
from orchestration.ports.event_sink import EventSink

JOB = "replay_dead_letters_job"
_COUNT = ("topic", "fault", "waiting", "replayed", "discarded", "oldest_waiting_at")


class Deed(Enum):
    """What the run does with the letters it selects."""

    COUNT = "count"
    DRY_RUN = "dry_run"
    REPLAY = "replay"
    DISCARD = "discard"


class LettersConfig(dg.Config):
    """Which letters, and what becomes of them; left empty, all that wait are counted."""

    deed: Deed = Deed.COUNT
    topics: list[str] = []
    letters: list[str] = []
    since: str = ""
    until: str = ""
    key: str = ""
    fault: str = ""
    standing: Standing = Standing.WAITING
    rate_per_s: float = 50.0
    reason: str = ""

    def selection(self) -> Selection:
        """As the flow knows it. Raises BadSelection."""
        return Selection(
            topics=frozenset(self.topics),
            places=frozenset(map(LetterPlace.parse, self.letters)),
            since=_moment(self.since),
            until=_moment(self.until),
            key=self.key or None,
            fault=self.fault or None,
            standing=self.standing,
        )


def replay_job(actor: str, sink: Callable[[], EventSink]) -> dg.JobDefinition:
    """One op; `actor` is on record as who did it, `sink` sends that. Opens nothing."""

    @dg.op
    def dead_letters(
        context: dg.OpExecutionContext,
        config: LettersConfig,
        replay_tools: dg.ResourceParam[ReplayTools],
    ) -> None:
        """Counts, replays or discards the letters that its config selects."""
        try:
            came_of_it = _act(config, replay_tools, f"{actor}, run {context.run_id[:8]}", sink)
            rows = count_letters(replay_tools.boxes, Selection(standing=None))
        except RampartError as error:
            raise failure(error) from error
        context.add_output_metadata(
            {
                "did": f"{config.deed.value}: {came_of_it}",
                "letters": table(
                    ({name: str(getattr(row, name)) for name in _COUNT} for row in rows), _COUNT
                ),
            }
        )

    @dg.job(name=JOB, executor_def=dg.in_process_executor)
    def job() -> None:
        """Looks at dead letters, sends them again or gives them up; on record, as `rampart dlq`."""
        dead_letters()

    return job


def _act(
    config: LettersConfig, tools: ReplayTools, actor: str, sink: Callable[[], EventSink]
) -> str:
    selection, deed = config.selection(), config.deed
    decision = Decision(actor, config.reason)
    if deed is Deed.COUNT:
        waiting = sum(row.waiting for row in count_letters(tools.boxes, selection))
        return f"{waiting} waiting"
    if deed is Deed.DRY_RUN:
        return str(replay_dead_letters(selection, decision, tools, dry_run=True))
    if not config.reason:
        raise BadSelection("no reason given: it goes on record")
    action = Action(f"dlq.{deed.value}", "dead_letters", str(selection), actor, config.reason)
    with on_record(action, sink=sink, clock=tools.clock) as said:
        if deed is Deed.REPLAY:
            rate = config.rate_per_s
            said.append(str(replay_dead_letters(selection, decision, tools, rate_per_s=rate)))
        else:
            said.append(f"{discard_dead_letters(selection, decision, tools)} discarded")
    return ", ".join(said)


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadSelection(text, "is no time such as 2026-01-31T12:00Z") from error
    if moment.tzinfo is None:
        raise BadSelection(text, "names no zone")
    return moment
