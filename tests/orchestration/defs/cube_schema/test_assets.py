"""The document and its cubes as Dagster materializes them, on fakes."""

from typing import Any

import dagster as dg
import pytest

from orchestration.defs.cube_schema.assets import document_key, schema_assets
from orchestration.defs.tables import FINDING_COLUMNS
from orchestration.flows.prepare_model import ModelSource
from tests.fakes.compiler import FakeCompiler
from tests.fakes.platform import FakePlatform
from tests.fakes.shop_source import shop_model, shop_source
from tests.metamodel.shop import GONE, ORDER, shop

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


def rows_of(result: Any, check: str, table: str = "findings_table") -> list[dict[str, Any]]:
    """The table of the check that failed."""
    (found,) = (
        item
        for item in result.get_asset_check_evaluations()
        if item.check_name == check and not item.passed
    )
    return [dict(record.data) for record in found.metadata[table].records]


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
    (row,) = rows_of(result, "no_findings")
    assert set(row) == set(FINDING_COLUMNS)
    assert (row["rule"], row["severity"], row["file"]) == ("TIM001", "error", "shop.json")
    assert (row["pointer"], row["column"]) == ("/entities/0", 5)
    assert row["line"] > 1
    assert row["message"]
    assert row["cure"]


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
    (row,) = rows_of(result, "disk_equals_generation")
    assert (row["file"], row["line"]) == ("cube_models/model/cubes/orders.yml", 1)
    assert "rampart modelgen generate" in row["cure"]


def test_what_the_compiler_refuses_fails_the_run(platform: FakePlatform) -> None:
    platform.compiler = FakeCompiler("orders: broken")

    result = run(platform, ORDERS)

    assert not result.success
    assert result.get_asset_materialization_events() == []


def test_a_document_that_is_refused_fails_the_cubes_with_a_table_of_its_findings(
    platform: FakePlatform,
) -> None:
    result = run(platform, ORDERS, source=shop_source({"/entities/0/time": GONE}))

    (failed,) = result.filter_events(lambda event: event.is_step_failure)
    shown = failed.step_failure_data.user_failure_data.metadata
    (row,) = (dict(record.data) for record in shown["findings_table"].records)
    assert (row["rule"], row["file"], row["pointer"]) == ("TIM001", "shop.json", "/entities/0")
    assert shown["code"].value == "MOD-001"


class Schedule:
    """Dagster's automation over one instance, whatever the document says meanwhile."""

    def __init__(self) -> None:
        self.instance = dg.DagsterInstance.ephemeral()
        self.cursor: Any = None

    def wanted(self, edits: dict[str, Any] | None = None) -> set[str]:
        """The assets that are asked for now; each is materialized."""
        source, model = shop_source(edits), shop_model(edits)
        made = dg.Definitions(
            assets=schema_assets(source, model),
            resources={"platform": FakePlatform(committed=dict(model.files)).composed},
        )
        found = dg.evaluate_automation_conditions(
            defs=made,
            instance=self.instance,
            asset_selection=dg.AssetSelection.all(),
            cursor=self.cursor,
        )
        self.cursor = found.cursor
        keys = {
            key
            for key in made.resolve_asset_graph().get_all_asset_keys()
            if found.get_num_requested(key)
        }
        if keys:
            job = made.resolve_implicit_global_asset_job_def()
            assert job.execute_in_process(
                instance=self.instance, asset_selection=sorted(keys)
            ).success
        return {key.to_user_string() for key in keys}


NEW_ENTITY = {
    "/entities/-": {
        **shop()["entities"][0],
        "id": "ent_shelf",
        "name": "shelf",
        "cube": "shelves",
    }
}


def test_a_new_entity_in_the_document_is_a_new_asset_and_asks_for_no_other() -> None:
    schedule = Schedule()
    before = schedule.wanted()

    assert before == {f"cube/{name}" for name in MODEL.cube_fps}
    assert schedule.wanted() == set()
    assert schedule.wanted(NEW_ENTITY) == {"cube/shelves"}
    assert schedule.wanted(NEW_ENTITY) == set()


def test_a_changed_entity_is_asked_for_and_those_unchanged_are_not() -> None:
    schedule = Schedule()
    schedule.wanted()
    other = {f"/entities/{ORDER}/measures/1/title": "Turnover"}

    assert schedule.wanted(other) == {"cube/orders"}
    assert schedule.wanted(other) == set()


def test_words_of_the_document_itself_ask_for_no_cube() -> None:
    schedule = Schedule()
    schedule.wanted()

    assert schedule.wanted({"/description": "Other words.", "/specVersion": "1.0.1"}) == set()
