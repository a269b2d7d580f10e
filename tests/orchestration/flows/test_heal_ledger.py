"""Tables that are gone are found, and built again."""

import pytest

from orchestration.flows.build_preaggregation import build_preaggregation
from orchestration.flows.find_rollups import find_rollups
from orchestration.flows.heal_ledger import heal_ledger
from tests.fakes.platform import FakePlatform


@pytest.fixture
def platform() -> FakePlatform:
    made = FakePlatform().without_pause()
    made.publish()
    return made


def heal(platform: FakePlatform) -> tuple[int, list[str]]:
    found = find_rollups(platform.publications)
    report = heal_ledger(found, platform.ledger, platform.tables)
    return report.looked_at, [state.key.partition for state in report.gone]


def test_a_ledger_that_is_right_stays_as_it_is(platform: FakePlatform) -> None:
    before = dict(platform.ledger.partitions)

    assert heal(platform) == (2, [])
    assert platform.ledger.partitions == before


def test_a_table_that_is_gone_makes_its_partition_unservable_and_dirty(
    platform: FakePlatform,
) -> None:
    platform.tables.hidden.add(platform.cube.tables["fp-1", "2024-01-01"])

    assert heal(platform) == (2, ["2024-01-01"])

    lost, kept = platform.ledger.states(["fp-1"])
    assert (lost.servable, lost.dirty) == (False, True)
    assert (kept.servable, kept.dirty) == (True, False)


def test_what_was_gone_is_built_by_the_next_run(platform: FakePlatform) -> None:
    platform.tables.hidden.update(platform.cube.tables.values())
    heal(platform)
    (served,) = find_rollups(platform.publications).all()

    build_preaggregation(served, platform.build_tools, run_id="run")

    assert heal(platform) == (2, [])


def test_healing_twice_finds_nothing_more(platform: FakePlatform) -> None:
    platform.tables.hidden.add(platform.cube.tables["fp-1", "2024-01-01"])
    heal(platform)

    assert heal(platform) == (1, [])
