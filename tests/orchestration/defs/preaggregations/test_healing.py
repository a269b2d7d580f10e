"""`heal_preagg_job` as Dagster runs it, on fakes."""

from collections.abc import Collection
from typing import Any

import dagster as dg
import pytest

from orchestration.defs.preaggregations.healing import heal_job
from orchestration.ports.ledger import LedgerUnavailable
from tests.fakes.platform import FakePlatform
from tests.fakes.publications import FakeRollupTables


@pytest.fixture
def platform() -> FakePlatform:
    made = FakePlatform().without_pause()
    made.publish()
    return made


def run(platform: FakePlatform) -> dg.ExecuteInProcessResult:
    return heal_job().execute_in_process(
        resources={"platform": platform.composed}, raise_on_error=False
    )


def shown(result: dg.ExecuteInProcessResult) -> dict[str, Any]:
    (event,) = [it for it in result.all_events if it.is_successful_output]
    return dict(event.step_output_data.metadata)


def test_what_is_there_stays_and_what_is_gone_is_named(platform: FakePlatform) -> None:
    assert shown(run(platform))["gone"].value == 0

    platform.tables.hidden.add(platform.cube.tables["fp-1", "2024-01-01"])
    found = shown(run(platform))
    assert (found["looked_at"].value, found["gone"].value) == (2, 1)
    (row,) = found["gone_table"].records
    assert row.data["partition"] == "2024-01-01"


class AwayTables(FakeRollupTables):
    """Cannot be looked at."""

    def existing(self, tables: Collection[str]) -> set[str]:
        raise LedgerUnavailable("fake, down")


def test_who_cannot_look_has_not_healed(platform: FakePlatform) -> None:
    platform.tables = AwayTables(platform.cube.tables)
    assert not run(platform).success
