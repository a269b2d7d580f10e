"""A chunk, from its announcement to its end."""

from datetime import date, timedelta
from typing import Any

import pytest

from presence_api.entities.bulk.open_job import CHUNK
from presence_api.entities.writing.patching import HeldBy
from presence_api.ports.bulk_jobs import Counts, JobState
from presence_api.ports.lock_table import LockAddress
from tests.fakes.bulk import Killed
from tests.presence_api.entities.bulk.ground import (
    BY_DAY,
    LEASE_S,
    MUTATION_S,
    WHOLE,
    Ground,
)
from tests.presence_api.entities.gadgets import row
from tests.presence_api.entities.served import editor

DONE: dict[str, Any] = {
    "where": {"field": "status", "op": "eq", "value": "open"},
    "set": {"status": "done"},
}
REFRESH = "core.reporting.preagg.refresh.v1"


def address(number: int) -> LockAddress:
    return LockAddress("acme", "gadget", str(number))


@pytest.fixture
def ground() -> Ground:
    return Ground(*(row(number, made="2026-01-01") for number in range(1, 6)))


def test_rows_are_changed_once_each_and_told_of_in_one_operation(ground: Ground) -> None:
    job = ground.done(**DONE)
    assert (job.state, job.counts, job.total) == (JobState.SUCCEEDED, Counts(done=5), 5)
    assert {(ground.row(n)["status"], ground.row(n)["version"]) for n in range(1, 6)} == {
        ("done", 2)
    }
    begun, ended = ground.told()
    assert begun["operation_id"] == ended["operation_id"]
    assert (str(begun["job_id"]), begun["tenant"]) == (job.id, "acme")
    assert (begun["phase"], begun["versions"]) == ("MUTATING", [1] * 5)
    assert begun["expires_at"] == ground.clock.now() + timedelta(seconds=MUTATION_S)
    assert (ended["phase"], ended["ids"]) == ("MUTATED", ["1", "2", "3", "4", "5"])
    assert ended["versions"] == [2] * 5
    assert set(ended["changed_attributes"]) == {"status", "updated_at"}
    assert ground.bulk.mutations == {}
    edit = ground.writer.edits[address(3)]
    assert (edit.version, edit.user, set(edit.attributes)) == (2, "anna", {"status", "updated_at"})


def test_a_chunk_is_bounded_and_of_one_tenant() -> None:
    many = [row(number) for number in range(CHUNK + 1)]
    others = [row(1000 + number, tenant_id="globex") for number in range(2)]
    ground = Ground(*many, *others)
    job = ground.done(editor("admin"), **DONE)
    assert job.counts == Counts(done=CHUNK + 3)
    sizes = [(one["tenant"], len(one["ids"])) for one in ground.told()[::2]]
    assert sizes == [("acme", CHUNK), ("acme", 1), ("globex", 2)]


def test_rollups_are_asked_for_once_a_range_at_the_end() -> None:
    days = ["2026-01-01", "2026-01-02", "2026-03-05"]
    ground = Ground(*(row(n, made=days[n % 3]) for n in range(CHUNK + 10)))
    ground.models.rollups = [BY_DAY, WHOLE]
    ground.done(**DONE)
    found = [
        (one["pre_aggregation"], one["range_start"], one["range_end"])
        for one in ground.told(REFRESH)
    ]
    assert found == [
        ("by_day", date(2026, 1, 1), date(2026, 1, 2)),
        ("by_day", date(2026, 3, 5), date(2026, 3, 5)),
        ("totals", None, None),
    ]


def test_a_row_that_moves_is_asked_for_where_it_was_and_where_it_is(ground: Ground) -> None:
    ground.models.rollups = [BY_DAY]
    ground.done(ids=["1"], set={"made": "2026-02-02"})
    assert [one["range_start"] for one in ground.told(REFRESH)] == [
        date(2026, 1, 1),
        date(2026, 2, 2),
    ]


def test_what_others_hold_change_or_have_changed_is_left_and_said(ground: Ground) -> None:
    job = ground.queue(**DONE)
    ground.held[address(2)] = HeldBy("Ben", 99.0)
    ground.bulk.mutations[address(3)] = ground.bulk.mutation("other", 10)
    ground.store.tables[("public", "gadget")][3] = row(4, version=7)
    ground.store.tables[("public", "gadget")].pop()
    ground.runner().turn(lambda: False)
    found = ground.seen(job)
    assert (found.state, found.counts) == (JobState.PARTIAL, Counts(1, 3, 1))
    codes = {one.id: one.code for one in ground.errors(job)}
    assert codes == {"2": "ENT-024", "3": "ENT-023", "4": "ENT-022", "5": "ENT-007"}
    begun, ended = ground.told()
    assert (begun["ids"], ended["ids"]) == (["1", "2", "4", "5"], ["1", "2", "4", "5"])
    assert ended["versions"] == [2, 1, 7, 1]


def test_if_it_is_to_abort_a_conflict_ends_it_and_changes_nothing_more(ground: Ground) -> None:
    ground.held[address(2)] = HeldBy("Ben", 99.0)
    job = ground.done(**DONE, onConflict="abort")
    assert (job.state, job.counts) == (JobState.FAILED, Counts(skipped=1))
    assert [one["phase"] for one in ground.told()] == ["MUTATING", "MUTATION_FAILED"]
    assert {ground.row(n)["version"] for n in range(1, 6)} == {1}
    assert ground.bulk.mutations == {}


def test_if_it_is_to_abort_nothing_is_announced_where_others_change_rows(ground: Ground) -> None:
    ground.bulk.mutations[address(3)] = ground.bulk.mutation("other", 10)
    job = ground.done(**DONE, onConflict="abort")
    assert (job.state, ground.told()) == (JobState.FAILED, [])
    assert set(ground.bulk.mutations) == {address(3)}


def test_where_others_change_all_rows_nothing_is_told(ground: Ground) -> None:
    for number in range(1, 6):
        ground.bulk.mutations[address(number)] = ground.bulk.mutation("other", 10)
    job = ground.done(**DONE)
    assert (job.state, job.counts, ground.told()) == (JobState.PARTIAL, Counts(skipped=5), [])


def test_what_others_left_unfinished_is_taken_over_once_its_time_is_over(ground: Ground) -> None:
    ground.bulk.mutations[address(3)] = ground.bulk.mutation("other", 10)
    ground.clock.advance(11)
    assert ground.done(**DONE).counts == Counts(done=5)


def test_a_value_that_one_row_does_not_take_is_its_error_alone() -> None:
    ground = Ground(*(row(number) for number in range(1, 10)))
    ground.bulk.refused = {"3", "7"}
    job = ground.done(**DONE)
    assert (job.state, job.counts) == (JobState.PARTIAL, Counts(7, 0, 2))
    assert {one.id: one.code for one in ground.errors(job)} == {"3": "ENT-025", "7": "ENT-025"}
    assert (ground.row(3)["version"], ground.row(4)["version"]) == (1, 2)


def test_without_locks_the_versions_decide(ground: Ground) -> None:
    ground.locks_away = True
    assert ground.done(**DONE).counts == Counts(done=5)


def test_a_chunk_whose_time_ran_out_between_its_transactions_is_announced_again(
    ground: Ground,
) -> None:
    late = iter([MUTATION_S + 1])
    ground.on_look = lambda: ground.clock.advance(next(late, 0.0))
    job = ground.done(**DONE)
    assert job.counts == Counts(done=5)
    phases = list(ground.operations().values())
    assert phases == [["MUTATING", "MUTATION_FAILED"], ["MUTATING", "MUTATED"]]


@pytest.mark.parametrize("statements", range(16))
def test_whoever_takes_it_up_ends_what_a_dead_worker_had_announced(
    ground: Ground, statements: int
) -> None:
    job = ground.queue(**DONE)
    ground.bulk.statements_left = statements
    with pytest.raises(Killed):
        ground.runner().turn(lambda: False)
    ground.bulk.statements_left = None
    ground.clock.advance(LEASE_S + 1)
    ground.runner().turn(lambda: False)
    assert (ground.seen(job).state, ground.seen(job).counts) == (
        JobState.SUCCEEDED,
        Counts(done=5),
    )
    assert {ground.row(n)["version"] for n in range(1, 6)} == {2}
    for phases in ground.operations().values():
        assert phases[0] == "MUTATING"
        assert len(phases) == 2
