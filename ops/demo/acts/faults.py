"""Act h: bad events go aside with a reason; Cube away for a while loses nothing."""

from collections.abc import Iterator
from datetime import date

from confluent_kafka import Producer

from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from ops.demo.acts.event import send
from ops.demo.stage import JOB, Stage
from ops.demo.telling import Line, require
from orchestration.adapters.event_source_kafka import KafkaEventSource
from orchestration.composition import kafka_access
from orchestration.ports.offset_ranges import offsets_between

QUIET_HALF_YEAR = (date(1993, 1, 1), date(1993, 6, 30))  # nothing was built there lately
BAD_EVENTS = 2
DLQ = PreaggRefresh.dead_letter_topic()
_DIRTY = "SELECT count(*) FROM rampart.preagg_partition WHERE wanted_at > built_from"
_GOOD = f"{_DIRTY} AND partition = '1994-04-01'"
_EVENTS = "SELECT coalesce(sum(events), 0) FROM rampart.refresh_intake WHERE kind = 'TAKEN'"


def tell_dead_letters(stage: Stage) -> Iterator[Line]:
    """What nobody understands goes aside with a reason, and the rest goes on."""
    before = len(_letters(stage))
    options = kafka_access(stage.settings).options()
    producer = Producer({"bootstrap.servers": stage.settings.kafka_bootstrap, **options})
    producer.produce(PreaggRefresh.name, value=b"this is no Avro", key=b"malformed")
    require(producer.flush(20) == 0, "the malformed event was not delivered")
    send(stage, "nobody", "by_day", None, None)
    send(stage, "orders", "by_day", date(1994, 5, 1), date(1994, 5, 1))
    letters = stage.wait(
        lambda: _letters(stage)[before:],
        lambda found: len(found) == BAD_EVENTS,
        "two dead letters",
    )
    stage.wait(lambda: _count(stage, _GOOD), lambda dirty: dirty == 0, "the good event's build")
    yield Line(
        "h1",
        "sends a malformed event, one for an unknown cube, and a good one",
        f"in {DLQ}: {'; '.join(sorted(letter[:60] for letter in letters))}; the good one is built",
    )


def tell_outage(stage: Stage) -> Iterator[Line]:
    """Cube goes away and comes back; an event of that time is built afterwards."""
    stage.wait(lambda: _count(stage, _DIRTY), lambda dirty: dirty == 0, "everything built")
    taken = _count(stage, _EVENTS)
    known = {run.run_id for run in stage.dagster.runs(JOB)}
    stage.stack.stop("cube")
    send(stage, "orders", "by_day", *QUIET_HALF_YEAR)
    stage.wait(
        lambda: [run for run in stage.dagster.runs(JOB) if run.run_id not in known],
        lambda runs: any(run.status == "FAILURE" for run in runs),
        "a run that fails because Cube is away",
    )
    dirty = _count(stage, _DIRTY)
    require(dirty, "the event is not in the ledger although it was taken in")
    stage.stack.start("cube")
    stage.wait(lambda: _count(stage, _DIRTY), lambda left: left == 0, "the build after the outage")
    runs = [run for run in stage.dagster.runs(JOB) if run.run_id not in known]
    failed = sum(run.status == "FAILURE" for run in runs)
    require(_count(stage, _EVENTS) == taken + 1, "the event was not taken in exactly once")
    yield Line(
        "h2",
        "stops Cube, sends an event, starts Cube again",
        f"{failed} failed run, {dirty} partitions stayed dirty, then built without a hand;"
        " the event was taken in once",
    )


def _letters(stage: Stage) -> list[str]:
    access = kafka_access(stage.settings)
    source = KafkaEventSource(stage.settings.kafka_bootstrap, DLQ, timeout_s=20, access=access)
    state = source.state()
    with source.read(offsets_between(dict(state.low), dict(state.high))) as records:
        return [dict(record.headers)["dlq.reason"].decode() for record in records]


def _count(stage: Stage, statement: str) -> int:
    return int(stage.sql(statement)[0][0])
