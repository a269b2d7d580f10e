"""What every fault is worked on: one running stack, and the handles on it."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from click.testing import CliRunner, Result

from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from ops.cli.preagg import preagg
from ops.stack.supervisor import Supervisor
from orchestration.adapters.sensor_control_graphql import GraphqlSensorControl
from orchestration.composition import compose, model_source
from orchestration.flows.cursor import Cursor
from orchestration.flows.find_rollups import find_current_rollups
from orchestration.flows.platform import Platform
from orchestration.flows.prepare_model import ModelSource, prepare_model
from orchestration.flows.publish_model import PublishReport, PublishTools, publish_model
from orchestration.ports.event_source import OffsetRange
from orchestration.ports.offset_ranges import subtract
from orchestration.ports.publications import Publication
from orchestration.ports.sensor_control import EVENT_SENSOR
from orchestration.settings import Settings
from tests.eventually import eventually
from tests.faults.preaggs.attempts import Attempts
from tests.faults.preaggs.dagster_window import DagsterWindow
from tests.faults.preaggs.documents import Document, written
from tests.faults.preaggs.fuse import Fuse
from tests.faults.preaggs.intakes import Intakes, Taken

T = TypeVar("T")
FIRST_DAY = date(1995, 1, 1)
DAYS = 1000
_TABLELESS = """
SELECT partition, built_table FROM rampart.preagg_partition
WHERE built_table IS NOT NULL AND to_regclass(built_table) IS NULL
"""
# Cube drops a table as soon as a newer one of the same partition and structure is whole, which is
# a moment before the ledger hears of it; queries get the newer one. Names end in
# `_<content>_<structure>_<second>`, and seconds of one length sort as texts.
_UNKEPT = """
SELECT partition, built_table FROM rampart.preagg_partition p
WHERE built_table IS NOT NULL AND NOT EXISTS (
    SELECT FROM pg_tables t, concat_ws('.', t.schemaname, t.tablename) AS there
    WHERE t.schemaname = split_part(built_table, '.', 1)
    AND regexp_replace(there, '_[^_]+_([^_]+)_[^_]+$', '_\\1')
        = regexp_replace(built_table, '_[^_]+_([^_]+)_[^_]+$', '_\\1')
    AND substring(there, '[^_]+$') COLLATE "C" >= substring(built_table, '[^_]+$') COLLATE "C")
"""


@dataclass(frozen=True, slots=True)
class Unrest:
    """What keeps the platform from being at rest; all empty when it is."""

    components: tuple[str, ...]  # that should run and do not
    unfinished: tuple[str, ...]  # runs
    owed: tuple[str, ...]  # partitions of CURRENT that are dirty or have no table
    unread: tuple[str, ...]  # offsets that no intake has settled

    def __bool__(self) -> bool:
        return any((self.components, self.unfinished, self.owed, self.unread))


class Ground:
    """A stack with TPC-H published on it."""

    def __init__(self, stack: Supervisor, folder: Path) -> None:
        self.stack, self.folder = stack, folder
        names = {key.removeprefix("RAMPART_").lower(): v for key, v in stack.environment.items()}
        known: dict[str, Any] = {
            key: value for key, value in names.items() if key in Settings.model_fields
        }
        self.settings = Settings(**known)
        self.dagster = DagsterWindow(self.settings.dagster_url)
        self.intakes = Intakes(self.sql, self.topic)
        self.attempts = Attempts(self.sql)
        self.fuse = Fuse.beside(self.settings)

    @cached_property
    def platform(self) -> Platform:
        """The product's own adapters on this stack."""
        return compose(self.settings)

    @property
    def topic(self) -> str:
        """The topic of refresh events."""
        return PreaggRefresh.name

    @property
    def source(self) -> ModelSource:
        """The texts that the stack's model is generated from."""
        return model_source(self.settings)

    @property
    def current(self) -> Publication:
        """What serves."""
        found = self.platform.publications.current(self.source.name)
        assert found is not None, "nothing serves"
        return found

    @property
    def url(self) -> str:
        """The database."""
        return self.settings.database_url.get_secret_value()

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run one statement and commit; its rows if it gives any."""
        with psycopg.connect(self.url, connect_timeout=10) as connection:
            cursor = connection.execute(statement.encode(), values)
            return cursor.fetchall() if cursor.description else []

    def sensor(self, name: str) -> GraphqlSensorControl:
        """The hand on a sensor."""
        return GraphqlSensorControl(self.settings.dagster_url, name)

    def cursor(self) -> Cursor:
        """The event sensor's stored position."""
        text = eventually(self.sensor(EVENT_SENSOR).cursor, bool, "the sensor's first position")
        return Cursor.parse(text or "")

    @contextmanager
    def stopped(self, name: str) -> Iterator[None]:
        """A sensor that evaluates nothing while the block lasts."""
        sensor = self.sensor(name)
        sensor.stop()
        try:
            eventually(sensor.evaluating, lambda busy: not busy, f"the end of {name}'s tick")
            yield
        finally:
            sensor.start()

    @contextmanager
    def away(self, component: str) -> Iterator[None]:
        """A component that is stopped while the block lasts."""
        self.stack.stop(component)
        try:
            yield
        finally:
            self.stack.start(component)

    def cli(self, *arguments: str) -> Result:
        """`rampart preagg ...` on this stack."""
        return CliRunner().invoke(
            preagg, [*arguments, "--stack", self.stack.name], standalone_mode=False
        )

    def send(self, count: int = 1, *, rollup: str = "orders.by_day", first: int = 0) -> int:
        """Produce events for single days, delivery confirmed; how many."""
        events = [self.event(rollup, self.day(first + number)) for number in range(count)]
        self.platform.sink.publish(self.topic, events)
        return count

    @staticmethod
    def day(number: int) -> date:
        """Days that hold orders, one after the other."""
        return FIRST_DAY + timedelta(days=number % DAYS)

    def event(self, rollup: str, start: date | None, end: date | None = None) -> dict[str, Any]:
        """One refresh event's payload: of a day, of days, or of everything."""
        cube, _, name = rollup.partition(".")
        return PreaggRefresh.new(
            self.platform.build.clock.now(),
            cube=cube,
            pre_aggregation=name,
            range_start=start,
            range_end=end or start,
            requested_by="faults",
            reason="a test",
        )

    def publish(self, document: Document, tools: PublishTools | None = None) -> PublishReport:
        """Publish a version of the model from this process."""
        source = self.source_of(document)
        prepare = partial(prepare_model, source, self.platform.compiler)
        return publish_model(source.name, prepare, tools or self.platform.publish, run_id="faults")

    def source_of(self, document: Document) -> ModelSource:
        """The stack's texts with another document."""
        path = written(document, self.folder / f"{document['specVersion']}.json")
        return replace(self.source, document=path.read_text(encoding="utf-8"))

    def taken_in(self, wanted: Taken, words: str) -> None:
        """Wait until exactly so much is taken in, and nothing of it twice."""
        eventually(self.intakes.taken, lambda found: found >= wanted, words)
        assert self.intakes.taken() == wanted
        assert self.intakes.doubled() == []

    def at_rest(self, words: str = "the platform at rest") -> None:
        """Wait until nothing is owed, nothing runs, all is read."""
        eventually(self.unrest, lambda unrest: not unrest, words)

    def unrest(self) -> Unrest:
        """What there is left to do."""
        return Unrest(
            tuple(name for name, part in self.stack.state.parts.items() if part.word not in _UP),
            tuple(f"{run.run_id[:8]} {run.status}" for run in self.dagster.unfinished()),
            tuple(self._owed()),
            tuple(map(str, self._unread())),
        )

    def servable_without_table(self) -> list[tuple[Any, ...]]:
        """Partitions that queries may be answered from, and whose very table is not there."""
        return self.sql(_TABLELESS)

    def forked(self) -> list[str]:
        """Cursors at which the event sensor asked for more than one run; there may be none."""
        runs = self.dagster.runs(limit=500)
        found = Counter(run.tags["rampart/from"] for run in runs if "rampart/from" in run.tags)
        return [cursor for cursor, count in found.items() if count > 1]

    def watching(self, look: Callable[[], T]) -> Callable[[], T]:
        """The same look, which also fails once a servable partition has no table in Cube."""

        def look_at_both() -> T:
            promised = self.sql(_UNKEPT)
            assert promised == [], f"servable without a table: {promised}"
            return look()

        return look_at_both

    def _owed(self) -> Iterator[str]:
        rollups = [item.rollup for item in find_current_rollups(self.platform.publications).all()]
        states = self.platform.build.ledger.states([rollup.rollup_fp for rollup in rollups])
        for state in states:
            if state.dirty or not state.servable:
                yield f"{state.key.partition} of {state.key.rollup_fp[:8]}"
        known = len(states)
        wanted = sum(len(rollup.partition_ids()) for rollup in rollups)
        if known < wanted:
            yield f"{wanted - known} partitions nobody knows"

    def _unread(self) -> tuple[OffsetRange, ...]:
        cursor, held = self.cursor(), self.platform.source.state()
        begin: Mapping[int, int] = {**held.low, **cursor.start}
        there = [OffsetRange(item, begin[item], end) for item, end in held.high.items()]
        if cursor.topic_id != held.topic_id:
            return tuple(there)
        return subtract(there, self.platform.build.ledger.settled(self.topic, cursor.epoch))


_UP = {"ready", "done"}
