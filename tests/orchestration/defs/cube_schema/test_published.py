"""The published model as Dagster materializes it, on fakes."""

from typing import Any

import dagster as dg
import pytest

from orchestration.defs.cube_schema.published import published_model
from tests.fakes.platform import FakePlatform
from tests.fakes.shop_source import shop_model, shop_source

MODEL = shop_model()
KEY = dg.AssetKey(["cube_model", "shop"])


@pytest.fixture
def platform() -> FakePlatform:
    made = FakePlatform()
    made.cube.serve(MODEL.version, MODEL.cube_fps, MODEL.rollups, [{"orders.count": "3"}])
    return made


def run(platform: FakePlatform) -> Any:
    asset = published_model(shop_source(), MODEL, cube_keys={})
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
    assert shown(result) == {
        "version": MODEL.version,
        "previous_version": "none",
        "publication": 1,
        "spec_version": "1.0.0",
        "changed": True,
        "partitions_built": 36,
        "rows_built": 360,
        "cubes": 4,
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

    found = checks(run(platform))

    assert not found["smoke"]


def test_a_cube_that_lost_the_version_after_the_flip_turns_the_landing_red(
    platform: FakePlatform,
) -> None:
    run(platform)
    platform.cube.serve(MODEL.version, {"orders": "another"}, MODEL.rollups)

    found = checks(run(platform))

    assert not found["landing"]
