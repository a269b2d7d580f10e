"""Old versions go; nothing that a kept one uses goes with them."""

from dataclasses import replace

import pytest

from orchestration.flows.remove_retired_versions import RemovalReport, remove_retired_versions
from orchestration.ports.publications import PublicationState
from tests.fakes.platform import FakePlatform
from tests.fakes.rollups import model, rollup

SHARED = rollup("by_day", fp="fp-shared")


@pytest.fixture
def platform() -> FakePlatform:
    """Five versions served one after the other; each has a rollup of its own and a shared one."""
    made = FakePlatform().without_pause()
    for number in range(1, 6):
        own = rollup(f"own_{number}", fp=f"fp-{number}")
        made.publish(model(f"shop-{number}", SHARED, own))
    return made


def remove(platform: FakePlatform, keep: int = 3) -> RemovalReport:
    return remove_retired_versions("shop", platform.publish_tools, keep=keep)


def versions(platform: FakePlatform, state: PublicationState) -> set[str]:
    return {item.version for item in platform.publications.history() if item.state is state}


def tables_of(platform: FakePlatform, fp: str) -> set[str | None]:
    return {state.built_table for state in platform.ledger.states([fp])}


def test_the_current_version_and_those_before_it_stay(platform: FakePlatform) -> None:
    report = remove(platform)

    assert report.kept == ("shop-5", "shop-4", "shop-3")
    assert set(report.removed) == {"shop-1", "shop-2"}
    assert set(platform.store.versions) == {"shop-3", "shop-4", "shop-5"}
    assert versions(platform, PublicationState.REMOVED) == {"shop-1", "shop-2"}
    assert versions(platform, PublicationState.CURRENT) == {"shop-5"}


def test_only_tables_that_no_kept_version_uses_are_dropped(platform: FakePlatform) -> None:
    mine = tables_of(platform, "fp-1") | tables_of(platform, "fp-2")
    shared = tables_of(platform, "fp-shared")

    assert set(remove(platform).dropped_tables) == mine
    assert tables_of(platform, "fp-shared") == shared
    assert tables_of(platform, "fp-1") == {None}


def test_a_second_call_finds_nothing(platform: FakePlatform) -> None:
    remove(platform)
    again = remove(platform)
    assert (again.removed, again.dropped_tables) == ((), ())


def test_a_version_that_served_again_counts_as_new(platform: FakePlatform) -> None:
    platform.publish(model("shop-1", SHARED, rollup("own_1", fp="fp-1")))
    assert remove(platform).kept == ("shop-1", "shop-5", "shop-4")


def test_what_a_kill_left_behind_goes_with_the_next_call(platform: FakePlatform) -> None:
    for item in platform.publications.history():
        if item.version == "shop-1":
            platform.publications.remove(item)  # and killed before the folder went
    assert "shop-1" in remove(platform).removed
    assert "shop-1" not in platform.store.versions


def test_folders_of_refused_versions_go_too_and_candidates_stay(platform: FakePlatform) -> None:
    for version in ("shop-refused", "shop-candidate"):
        made = model(version)
        platform.store.write(made)
        candidate = platform.publications.propose(made, {"name": "shop"})
        if version == "shop-refused":
            platform.publications.refuse(candidate, "no")
    report = remove(platform)
    assert "shop-refused" in report.removed
    assert "shop-candidate" in report.kept
    assert "shop-candidate" in platform.store.versions


def test_other_metamodels_are_none_of_its_business(platform: FakePlatform) -> None:
    platform.publish(replace(model("other-1", rollup("own_1", fp="fp-1")), name="other"))
    report = remove(platform)
    assert "other-1" in platform.store.versions
    assert not tables_of(platform, "fp-1") & set(report.dropped_tables)
