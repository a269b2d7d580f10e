"""Ten thousand steps of people, locks, workers and deaths over rows in Postgres; fifty writers."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final, NamedTuple

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from ops.stack.running import running_stack
from presence_api.adapters import row_writer_postgres, write_guard_postgres
from presence_api.entities.writing.patching import PatchWanted, VersionConflict
from presence_api.ports.entity_store import RowQuery, StoredRow
from tests.faults.entities.edits_on_servers import EditServers, EditsOnServers, edit_servers
from tests.presence_api.entities.edits.ground import EditGround
from tests.presence_api.entities.edits.machine import Edits
from tests.presence_api.entities.edits.walk import PEOPLE, VIEW

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]
STEPS: Final = 10_000
WALK: Final = 100
WRITERS: Final = 50
TIMES: Final = 200
UNSHRUNK: Final = settings(
    stateful_step_count=WALK,
    phases=[Phase.generate],
    database=None,
    report_multiple_bugs=False,
    print_blob=True,
    deadline=None,
)
MET: Final = (
    *("change made", "change repeated", "change without an answer", "row changed by a job"),
    *("chunk interrupted", "lock taken", "lock taken over"),
    *("VersionConflict", "VersionMissing", "RowChanging", "RowHeld", "FenceOvertaken"),
    *("LockTokenRefused", "KeyReused", "RequestInvalid"),
)


class Made(NamedTuple):
    """A change that was accepted: the version that it was made from, and what it made."""

    seen: int
    version: int
    amount: float


@pytest.fixture(scope="module")
def servers() -> Iterator[EditServers]:
    with running_stack(f"test-edits-{os.getpid()}", ["migrations", "valkey"]) as stack:
        urls = stack.environment["RAMPART_DATABASE_URL"], stack.environment["RAMPART_REDIS_URL"]
        with edit_servers(*urls) as found:
            yield found


def walks(servers: EditServers) -> type[Edits]:
    class Walk(Edits):
        ground = partial(EditsOnServers, servers)
        tally = Counter()

    return Walk


def test_law_no_update_is_lost_doubled_or_untold_in_ten_thousand_steps(
    servers: EditServers,
) -> None:
    walk = walks(servers)
    while walk.tally["steps"] < STEPS:
        left = STEPS - walk.tally["steps"]
        run_state_machine_as_test(walk, settings=settings(UNSHRUNK, max_examples=left // WALK + 1))
    assert walk.tally["steps"] >= STEPS
    for met in MET:
        assert walk.tally[met] >= STEPS // 1000, walk.tally


def test_canary_a_database_that_does_not_compare_fences_is_found_out(
    servers: EditServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    careless = write_guard_postgres._ADMIT.replace(
        "WHERE kept.fence <= EXCLUDED.fence", ""
    ).replace("fence = EXCLUDED.fence", "fence = greatest(kept.fence, EXCLUDED.fence)")
    monkeypatch.setattr(write_guard_postgres, "_ADMIT", careless)
    with pytest.raises(AssertionError, match=r"was made, in spite of .*FenceOvertaken"):
        run_state_machine_as_test(
            walks(servers), settings=settings(UNSHRUNK, max_examples=100, derandomize=True)
        )


def write_one_row(servers: EditServers, writers: int, times: int) -> tuple[list[Made], EditGround]:
    """All at once, each from the version that it has heard of last: what was accepted."""
    ground, made = EditsOnServers(servers), list[Made]()

    def write(who: int) -> None:
        known = 1
        for time in range(times):
            wanted = PatchWanted("1", {"amount": (who * times + time + 1) / 1000}, known)
            try:
                found = ground.patching.patch(VIEW, PEOPLE["anna"], wanted, lambda _: ())
            except VersionConflict as conflict:
                known = conflict.version
            else:
                made.append(Made(known, found.change.version, wanted.patch["amount"]))
                known = found.change.version

    with ThreadPoolExecutor(writers) as pool:
        for one in [pool.submit(write, who) for who in range(writers)]:
            one.result()
    return made, ground


def judged(made: Sequence[Made], ground: EditGround) -> list[str]:
    """Every fault."""
    last, seen, faults = max(made, key=lambda one: one.version), ground.look(), []
    if sorted(one.version for one in made) != list(range(2, len(made) + 2)):
        faults.append("a version was made twice, or never")
    if any(one.version != one.seen + 1 for one in made):
        faults.append("a change was made over one that it had not seen")
    if seen.rows["1"] != (last.version, None, last.amount):
        faults.append("the last change is not what there is")
    if [event["versions"] for event in seen.told] != [[n + 2] for n in range(len(made))]:
        faults.append("others were told of something else")
    return faults


def test_law_each_version_has_one_winner_of_fifty_writers(servers: EditServers) -> None:
    made, ground = write_one_row(servers, WRITERS, TIMES)
    assert len(made) > TIMES
    assert judged(made, ground) == []


def test_canary_a_row_that_is_read_without_its_lock_is_found_out(
    servers: EditServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unlocked(transaction: Any, query: RowQuery) -> StoredRow | None:
        found: StoredRow | None = transaction._row(query)
        return found

    monkeypatch.setattr(row_writer_postgres._Transaction, "lock", unlocked)
    made, ground = write_one_row(servers, 8, 50)
    assert "a change was made over one that it had not seen" in judged(made, ground)
