"""The published model as Dagster materializes it, on fakes."""

from typing import Any

import dagster as dg
import pytest

from orchestration.defs.cube_schema.published import published_model
from tests.fakes.platform import FakePlatform
from tests.fakes.shop_source import shop_model, shop_source
from tests.metamodel.shop import ORDER

MODEL = shop_model()
KEY = dg.AssetKey(["cube_model", "shop"])


@pytest.fixture
def platform() -> FakePlatform:
    made = FakePlatform()
    made.cube.serve(MODEL.version, MODEL.cube_fps, MODEL.rollups, [{"orders.count": "3"}])
    return made


def run(platform: FakePlatform, edits: dict[str, Any] | None = None) -> Any:
    asset = published_model(shop_source(edits), shop_model(edits), cube_keys={})
    resources = {"platform": platform.composed}
    return dg.materialize([asset], resources=resources, raise_on_error=False)


def checks(result: Any) -> dict[str, bool]:
    return {item.check_name: item.passed for item in result.get_asset_check_evaluations()}


def shown(result: Any) -> dict[str, Any]:
    (event,) = result.get_asset_materialization_events()
    return {name: item.value for name, item in event.materialization.metadata.items()}


def test_materializing_publishes_builds_and_checks(platform: FakePlatform) -> None:
    result = run(platform)

    assert result.success
    assert checks(result) == {"landing": True, "smoke": True, "announced": True}
    current = platform.publications.current("shop")
    assert current is not None
    assert current.version == MODEL.version
    found = shown(result)
    assert {key: value for key, value in found.items() if not key.endswith("_table")} == {
        "version": MODEL.version,
        "previous_version": "none",
        "publication": 1,
        "spec_version": "1.0.0",
        "changed": True,
        "partitions_built": 36,
        "rows_built": 360,
        "cubes": 4,
        "changes": "not known: no version served before",
        "cubes_changed": 4,
        "rollups_rebuilt": 1,
        "rollups_kept": 0,
        "rollups_dropped": 0,
        "cache": "no answer",
    }


def test_materializing_again_publishes_nothing_new(platform: FakePlatform) -> None:
    run(platform)

    again = shown(run(platform))

    assert (again["publication"], again["changed"], again["partitions_built"]) == (1, False, 0)


def test_a_version_that_does_not_land_fails_and_leaves_what_serves(platform: FakePlatform) -> None:
    platform.cube.serve(MODEL.version, {"orders": "another"}, MODEL.rollups)

    result = run(platform)

    assert not result.success
    assert platform.publications.current("shop") is None
    assert result.get_asset_materialization_events() == []
    assert platform.publications.rows[-1].state.value == "REFUSED"


def test_a_candidate_that_does_not_land_says_which_cubes_and_what_serves_instead(
    platform: FakePlatform,
) -> None:
    run(platform)
    other = {f"/entities/{ORDER}/measures/1/title": "Turnover"}
    candidate = shop_model(other)
    platform.cube.serve(candidate.version, {**candidate.cube_fps, "orders": "x"}, ())

    result = run(platform, other)

    assert not result.success
    assert checks(result) == {"landing": False}
    (check,) = result.get_asset_check_evaluations()
    rows = [dict(record.data) for record in check.metadata["cubes_table"].records]
    assert rows == [{"cube": "orders", "version": candidate.version}]
    assert check.metadata["serving"].value == MODEL.version
    assert "PUB-003" in check.metadata["reason"].value
    current = platform.publications.current("shop")
    assert current is not None
    assert current.version == MODEL.version


def test_a_second_version_shows_what_it_changed_and_what_that_made_stale(
    platform: FakePlatform,
) -> None:
    run(platform)
    other = {f"/entities/{ORDER}/measures/1/title": "Turnover", "/specVersion": "1.0.1"}
    second = shop_model(other)
    platform.cube.serve(second.version, second.cube_fps, second.rollups, [{"orders.count": "3"}])

    found = shown(run(platform, other))

    assert (found["changes"], found["cubes_changed"]) == (1, 1)
    assert (found["rollups_rebuilt"], found["rollups_kept"]) == (0, 1)
    assert found["cache"] == "answers over orders"
    (row,) = (dict(record.data) for record in found["changes_table"].records)
    assert (row["bump"], row["class"], row["after"]) == ("patch", "DISPLAY", '"Turnover"')
    assert found["partitions_built"] == 0


def test_an_announcement_that_is_lost_is_a_warning_and_the_version_serves(
    platform: FakePlatform,
) -> None:
    platform.sink.down = True

    result = run(platform)

    assert result.success
    assert checks(result) == {"landing": True, "smoke": True, "announced": False}


def test_a_rollup_that_no_query_uses_turns_the_smoke_red(platform: FakePlatform) -> None:
    run(platform)
    platform.cube.tables.clear()

    again = run(platform)

    assert not checks(again)["smoke"]
    (smoke,) = (item for item in again.get_asset_check_evaluations() if item.check_name == "smoke")
    rows = [dict(record.data) for record in smoke.metadata["wrong_table"].records]
    assert {row["outcome"] for row in rows} == {"wrong"}
    assert "orders.by_day" in {row["question"] for row in rows}


def test_a_cube_that_lost_the_version_after_the_flip_turns_the_landing_red(
    platform: FakePlatform,
) -> None:
    run(platform)
    platform.cube.serve(MODEL.version, {"orders": "another"}, MODEL.rollups)

    found = checks(run(platform))

    assert not found["landing"]
