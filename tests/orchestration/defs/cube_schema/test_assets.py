"""The document and its cubes as Dagster materializes them, on fakes."""

from typing import Any

import dagster as dg
import pytest

from orchestration.defs.cube_schema.assets import document_key, schema_assets
from orchestration.flows.prepare_model import ModelSource
from tests.fakes.compiler import FakeCompiler
from tests.fakes.platform import FakePlatform
from tests.fakes.shop_source import shop_model, shop_source
from tests.metamodel.shop import GONE

MODEL = shop_model()
DOCUMENT = document_key(MODEL)
ORDERS, PRODUCTS = dg.AssetKey(["cube", "orders"]), dg.AssetKey(["cube", "products"])


@pytest.fixture
def platform() -> FakePlatform:
    return FakePlatform(committed=dict(MODEL.files))


def run(platform: FakePlatform, *selected: dg.AssetKey, source: ModelSource | None = None) -> Any:
    return dg.materialize(
        schema_assets(source or shop_source(), MODEL),
        resources={"platform": platform.composed},
        selection=list(selected),
        raise_on_error=False,
    )


def checks(result: Any) -> dict[str, bool]:
    return {
        f"{item.asset_key.to_user_string()} {item.check_name}": item.passed
        for item in result.get_asset_check_evaluations()
    }


def test_the_graph_leads_from_the_document_over_the_cubes_to_the_published_model() -> None:
    specs = {spec.key: spec for item in schema_assets(shop_source(), MODEL) for spec in item.specs}

    assert {dep.asset_key for dep in specs[ORDERS].deps} == {DOCUMENT}
    cubes = {key for key in specs if key.path[0] == "cube"}
    assert {dep.asset_key for dep in specs[dg.AssetKey(["cube_model", "shop"])].deps} == cubes
    assert cubes == {dg.AssetKey(["cube", name]) for name in MODEL.cube_fps}


def test_a_cubes_code_version_is_its_fingerprint() -> None:
    specs = {spec.key: spec for item in schema_assets(shop_source(), MODEL) for spec in item.specs}

    assert specs[ORDERS].code_version == MODEL.cube_fps["orders"]
    assert specs[DOCUMENT].code_version == "1.0.0"


def test_a_clean_document_passes(platform: FakePlatform) -> None:
    result = run(platform, DOCUMENT)

    assert result.success
    assert checks(result) == {"metamodel/shop no_findings": True}


def test_a_blocking_finding_is_shown_and_fails_the_run(platform: FakePlatform) -> None:
    broken = shop_source({"/entities/0/time": GONE})

    result = run(platform, DOCUMENT, source=broken)

    assert not result.success
    assert checks(result) == {"metamodel/shop no_findings": False}
    assert len(result.get_asset_materialization_events()) == 1


def test_only_selected_cubes_are_materialized_and_nothing_reaches_cube(
    platform: FakePlatform,
) -> None:
    result = run(platform, ORDERS)

    assert result.success
    assert [item.asset_key for item in result.get_asset_materialization_events()] == [ORDERS]
    assert checks(result) == {"cube/orders disk_equals_generation": True}
    assert platform.cube.posts == []
    assert platform.publications.history() == ()


def test_a_file_edited_by_hand_turns_its_own_check_red(platform: FakePlatform) -> None:
    platform.committed["cubes/orders.yml"] = "by hand"

    result = run(platform, ORDERS, PRODUCTS)

    assert result.success
    assert checks(result) == {
        "cube/orders disk_equals_generation": False,
        "cube/products disk_equals_generation": True,
    }


def test_what_the_compiler_refuses_fails_the_run(platform: FakePlatform) -> None:
    platform.compiler = FakeCompiler("orders: broken")

    result = run(platform, ORDERS)

    assert not result.success
    assert result.get_asset_materialization_events() == []
