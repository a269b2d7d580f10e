"""One look at the topic."""

import itertools

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from orchestration.flows.cursor import Cursor
from orchestration.flows.plan_refresh_batch import Plan, plan_refresh_batch
from orchestration.ports.event_source import OffsetRange
from tests.fakes.event_source import FakeEventSource


class Daemon:
    """Keeps cursor and runs as Dagster does; may lose the cursor of a tick, never its runs."""

    def __init__(self) -> None:
        self.source = FakeEventSource(partitions=2)
        self.cursor: str | None = None
        self.runs: dict[str, str] = {}  # run tags: from -> to
        self.ranges: list[tuple[str, OffsetRange]] = []
        self.losses: list[tuple[str, int, int, int | None]] = []
        self.keys: set[str] = set()
        self._epochs = itertools.count(1)

    def tick(self, *, crash: bool = False, unfinished: int = 0) -> Plan:
        plan = plan_refresh_batch(
            self.cursor,
            self.source,
            following=self.runs.get,
            unfinished=unfinished,
            new_epoch=lambda: f"e{next(self._epochs)}",
            budget_s=1.0,
        )
        for run in plan.runs:
            if run.key in self.keys:
                continue
            self.keys.add(run.key)
            self.runs[run.before] = run.after
            self.ranges += [(run.epoch, item) for item in run.ranges]
            self.losses += [(one.epoch, one.partition, one.start, one.end) for one in run.losses]
        if not crash:
            self.cursor = plan.cursor
        return plan


def test_the_first_look_only_sets_the_position() -> None:
    daemon = Daemon()
    daemon.source.append(b"x")
    plan = daemon.tick()

    assert plan.runs == ()
    assert Cursor.parse(plan.cursor).next == {0: 0, 1: 0}


def test_a_batch_becomes_one_run_and_moves_the_cursor() -> None:
    daemon = Daemon()
    daemon.tick()
    for partition in (0, 0, 1):
        daemon.source.append(b"x", partition=partition)
    (run,) = daemon.tick().runs

    assert run.ranges == (OffsetRange(0, 0, 2), OffsetRange(1, 0, 1))
    assert Cursor.parse(run.after).next == {0: 2, 1: 1}


def test_no_events_no_run() -> None:
    daemon = Daemon()
    daemon.tick()

    assert (daemon.tick().runs, daemon.tick().words) == ((), "no events")


def test_two_unfinished_runs_leave_the_backlog_in_kafka() -> None:
    daemon = Daemon()
    daemon.tick()
    daemon.source.append(b"x")
    before = daemon.cursor
    plan = daemon.tick(unfinished=2)

    assert plan.runs == ()
    assert plan.cursor == before
    assert "2 runs unfinished" in plan.words


def test_a_cursor_lost_after_its_run_was_made_is_healed_by_the_run() -> None:
    daemon = Daemon()
    daemon.tick()
    daemon.source.append(b"x")
    daemon.tick(crash=True)
    daemon.source.append(b"y")
    (run,) = daemon.tick().runs

    assert run.ranges == (OffsetRange(0, 1, 2),)


def test_offsets_that_retention_took_make_a_gap_run_and_the_survivors_another() -> None:
    daemon = Daemon()
    daemon.tick()
    for _ in range(5):
        daemon.source.append(b"x")
    daemon.source.delete_before(0, 3)
    gap, batch = daemon.tick().runs

    assert [(one.start, one.end) for one in gap.losses] == [(0, 3)]
    assert batch.ranges == (OffsetRange(0, 3, 5),)
    assert gap.after == batch.before


def test_a_topic_made_anew_starts_a_new_epoch_and_loses_what_was_unread() -> None:
    daemon = Daemon()
    daemon.tick()
    daemon.source.append(b"x")
    daemon.tick()
    daemon.source.recreate(2)
    daemon.source.append(b"y", partition=1)
    gap, batch = daemon.tick().runs

    assert [(one.partition, one.start, one.end) for one in gap.losses] == [
        (0, 1, None),
        (1, 0, None),
    ]
    assert batch.ranges == (OffsetRange(1, 0, 1),)
    assert gap.epoch == batch.epoch != gap.losses[0].epoch


def test_new_partitions_are_read_from_their_beginning() -> None:
    daemon = Daemon()
    daemon.tick()
    daemon.source.add_partitions(1)
    daemon.source.append(b"x", partition=2)
    (run,) = daemon.tick().runs

    assert run.ranges == (OffsetRange(2, 0, 1),)


class CrashingSensor(RuleBasedStateMachine):
    """Whatever happens between ticks, every offset is in exactly one run."""

    def __init__(self) -> None:
        super().__init__()
        self.daemon = Daemon()
        self.daemon.tick()

    @rule(partition=st.integers(0, 1), number=st.integers(1, 5))
    def produce(self, partition: int, number: int) -> None:
        for _ in range(number):
            self.daemon.source.append(b"x", partition=partition)

    @rule()
    def tick(self) -> None:
        self.daemon.tick()

    @rule()
    def tick_and_lose_the_cursor(self) -> None:
        self.daemon.tick(crash=True)

    @rule(partition=st.integers(0, 1), share=st.integers(0, 3))
    def lose_to_retention(self, partition: int, share: int) -> None:
        state = self.daemon.source.state()
        low, high = state.low[partition], state.high[partition]
        self.daemon.source.delete_before(partition, low + (high - low) * share // 3)

    @rule()
    def make_the_topic_anew(self) -> None:
        self.daemon.source.recreate(2)

    @invariant()
    def no_offset_is_in_two_runs(self) -> None:
        seen = [
            (epoch, item.partition, offset)
            for epoch, item in self.daemon.ranges
            for offset in range(item.start, item.end)
        ]
        assert len(seen) == len(set(seen))

    def teardown(self) -> None:
        self.daemon.tick()
        self.daemon.tick()
        cursor = Cursor.parse(self.daemon.cursor or "")
        settled = {
            (item.partition, offset)
            for epoch, item in self.daemon.ranges
            if epoch == cursor.epoch
            for offset in range(item.start, item.end)
        } | {
            (partition, offset)
            for epoch, partition, start, end in self.daemon.losses
            if epoch == cursor.epoch and end is not None
            for offset in range(start, end)
        }
        high = self.daemon.source.state().high
        assert cursor.next == high
        assert settled == {
            (item.partition, offset)
            for item in cursor.covers()
            for offset in range(item.start, item.end)
        }


TestCrashingSensor = CrashingSensor.TestCase
TestCrashingSensor.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
