"""Publishing and rolling back."""

import pytest

from metamodel.events.core_metamodel_published import MetamodelPublished
from metamodel.kernel.errors import RampartError
from orchestration.flows.find_rollups import partition_keys
from orchestration.flows.publish_model import (
    LandingDiffers,
    NotServable,
    PreparedModel,
    publish_model,
    roll_back_model,
)
from orchestration.ports.cube import ModelNotServed
from orchestration.ports.ledger import PartitionKey
from orchestration.ports.publications import (
    NothingPublished,
    PublicationState,
    PublishingElsewhere,
)
from tests.fakes.platform import FakePlatform
from tests.fakes.rollups import model, rollup


def states(platform: FakePlatform) -> list[tuple[str, str]]:
    return [(row.version, row.state.value) for row in platform.publications.rows]


def current(platform: FakePlatform) -> str | None:
    found = platform.publications.current("shop")
    return found.version if found else None


def test_a_published_version_serves_is_built_and_is_announced() -> None:
    platform = FakePlatform()
    report = platform.publish()

    assert current(platform) == "shop-1"
    assert report.built_partitions == 2
    assert all(item.servable for item in platform.ledger.states(["fp-1"]))
    (event,) = platform.sink.published[MetamodelPublished.name]
    assert (event["version"], event["changed_cubes"]) == ("shop-1", ["orders"])


def test_publishing_the_same_content_again_changes_nothing() -> None:
    platform = FakePlatform()
    platform.publish()
    report = platform.publish()

    assert not report.changed
    assert states(platform) == [("shop-1", "CURRENT")]
    assert len(platform.sink.published[MetamodelPublished.name]) == 1


def test_what_only_the_document_says_is_published_and_builds_nothing() -> None:
    platform = FakePlatform()
    platform.publish()
    document = {"name": "shop", "editable": "always"}
    prepared = PreparedModel(model(), document)
    reports = [
        publish_model("shop", lambda: prepared, platform.publish_tools, run_id="run")
        for _ in range(2)
    ]

    assert [report.changed for report in reports] == [True, False]
    assert reports[0].built_partitions == 0
    assert states(platform) == [("shop-1", "RETIRED"), ("shop-1", "CURRENT")]
    assert platform.publications.document(reports[0].publication) == document


def test_a_second_version_shares_the_rollups_that_did_not_change() -> None:
    platform = FakePlatform()
    platform.publish()
    platform.cube.posts.clear()
    report = platform.publish(model("shop-2", rollup(fp="fp-1")))

    assert current(platform) == "shop-2"
    assert (platform.cube.posts, report.built_partitions) == ([], 0)


def test_a_version_that_cube_does_not_serve_is_refused_and_harms_nobody() -> None:
    platform = FakePlatform()
    platform.publish()
    broken = model("shop-2")

    with pytest.raises(ModelNotServed):
        publish_model(
            "shop", lambda: PreparedModel(broken, {}), platform.publish_tools, run_id="run"
        )
    assert states(platform) == [("shop-1", "CURRENT"), ("shop-2", "REFUSED")]


def test_a_version_that_lands_with_other_fingerprints_is_refused() -> None:
    platform = FakePlatform()
    made = model()
    platform.cube.serve(made.version, {"orders": "somebody else's"}, made.rollups)

    with pytest.raises(LandingDiffers, match="orders"):
        publish_model("shop", lambda: PreparedModel(made, {}), platform.publish_tools, run_id="r")
    assert current(platform) is None


def test_when_preparing_fails_nothing_is_written() -> None:
    platform = FakePlatform()

    def refuse() -> PreparedModel:
        raise RampartError("a finding")

    with pytest.raises(RampartError, match="a finding"):
        publish_model("shop", refuse, platform.publish_tools, run_id="run")
    assert (platform.publications.rows, platform.store.versions) == ([], {})


def test_a_version_that_cannot_be_built_does_not_serve() -> None:
    platform = FakePlatform()
    platform.cube.build_errors["2024-01-01"] = ["failure: no"] * 2

    with pytest.raises(RampartError, match="failure: no"):
        platform.publish()
    assert states(platform) == [("shop-1", "REFUSED")]


def test_an_event_during_the_build_leaves_the_new_version_dirty_but_serving() -> None:
    platform = FakePlatform()
    existing = platform.tables.existing
    asked: list[object] = []

    def wanted_meanwhile(tables: object) -> set[str]:
        if not asked:
            asked.append(True)
            platform.ledger.want([PartitionKey("fp-1", "UTC", "2025-01-01")])
        return existing(tables)  # type: ignore[arg-type]

    platform.tables.existing = wanted_meanwhile  # type: ignore[method-assign]
    platform.publish()
    servable = {s.key.partition: (s.servable, s.dirty) for s in platform.ledger.states(["fp-1"])}

    assert current(platform) == "shop-1"
    assert all(is_servable for is_servable, _ in servable.values())


def test_publishing_ends_while_events_keep_coming() -> None:
    platform = FakePlatform()
    keys = partition_keys(rollup())
    platform.cube.on_post = lambda: platform.ledger.want(keys)
    report = platform.publish()

    assert current(platform) == "shop-1"
    assert (len(platform.cube.posts), report.built_partitions) == (2, 2)
    assert all(item.servable for item in platform.ledger.states(["fp-1"]))
    assert any(item.dirty for item in platform.ledger.states(["fp-1"]))


def test_what_was_wanted_before_is_built_and_what_is_wanted_later_is_left() -> None:
    platform = FakePlatform()
    platform.publish()
    stale, fresh = sorted(partition_keys(rollup()))
    platform.ledger.want([stale])
    platform.cube.posts.clear()
    platform.cube.on_post = lambda: platform.ledger.want([fresh])
    report = platform.publish(model("shop-2", rollup(fp="fp-1")))

    assert report.built_partitions == len(platform.cube.posts) == 1
    dirty = [item.key for item in platform.ledger.states(["fp-1"]) if item.dirty]
    assert dirty == [fresh]


def test_somebody_waits_for_a_publish_so_it_does_not_wait_for_back_offs() -> None:
    platform = FakePlatform()
    platform.cube.build_errors["2024-01-01"] = ["failure: once"]
    with pytest.raises(RampartError, match="failure: once"):
        platform.publish()
    platform.publish()

    assert states(platform) == [("shop-1", "REFUSED"), ("shop-1", "CURRENT")]


def test_an_orphan_candidate_is_refused_by_the_next_publish() -> None:
    platform = FakePlatform()
    platform.publications.propose(model("shop-0"), {})
    platform.publish()

    assert states(platform) == [("shop-0", "REFUSED"), ("shop-1", "CURRENT")]


def test_a_publisher_killed_before_announcing_is_made_good_by_the_next() -> None:
    platform = FakePlatform()
    platform.sink.down = True
    report = platform.publish()
    platform.sink.down = False
    platform.publish()

    assert not report.publication.announced
    assert len(platform.sink.published[MetamodelPublished.name]) == 1
    assert platform.publications.rows[0].announced


def test_two_publishers_of_one_name_do_not_run_at_once() -> None:
    platform = FakePlatform()
    with platform.publications.publishing("shop"), pytest.raises(PublishingElsewhere):
        platform.publish()


def test_rolling_back_serves_the_version_before_under_a_new_number() -> None:
    platform = FakePlatform()
    platform.publish()
    platform.publish(model("shop-2", rollup(fp="fp-2")))
    report = roll_back_model("shop", platform.publish_tools, run_id="run")

    assert current(platform) == "shop-1"
    assert report.publication.seq == 3
    assert states(platform) == [
        ("shop-1", "RETIRED"),
        ("shop-2", "RETIRED"),
        ("shop-1", "CURRENT"),
    ]


def test_an_event_between_publish_and_roll_back_shows_afterwards() -> None:
    platform = FakePlatform()
    platform.publish()
    platform.publish(model("shop-2", rollup(fp="fp-2")))
    platform.clock.sleep(60)
    platform.ledger.want([PartitionKey("fp-1", "UTC", "2025-01-01")])
    report = roll_back_model("shop", platform.publish_tools, run_id="run")

    assert report.built_partitions == 1
    assert not any(item.dirty for item in platform.ledger.states(["fp-1"]))


def test_there_is_nothing_to_roll_back_to_at_first() -> None:
    platform = FakePlatform()
    with pytest.raises(NothingPublished):
        roll_back_model("shop", platform.publish_tools, run_id="run")
    platform.publish()
    with pytest.raises(NothingPublished):
        roll_back_model("shop", platform.publish_tools, run_id="run")


def test_a_rollup_that_somebody_else_builds_for_ever_is_not_waited_for_for_ever() -> None:
    platform = FakePlatform()
    platform.ledger.locked.add(("fp-1", "UTC"))

    with pytest.raises(NotServable):
        platform.publish()
    assert platform.publications.rows[0].state is PublicationState.REFUSED
