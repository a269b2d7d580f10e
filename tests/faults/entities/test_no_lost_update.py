"""Ten thousand steps of people, locks, workers and deaths over rows in Postgres."""

import os
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Final

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from ops.stack.running import running_stack
from presence_api.adapters import write_guard_postgres
from tests.faults.entities.edits_on_servers import EditServers, EditsOnServers, edit_servers
from tests.presence_api.entities.edits.machine import Edits

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]
STEPS: Final = 10_000
WALK: Final = 100
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
