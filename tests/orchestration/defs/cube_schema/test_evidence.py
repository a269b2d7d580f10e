"""What the schema assets show."""

from typing import Any

from orchestration.defs.cube_schema.evidence import (
    cube_metadata,
    disk_metadata,
    document_metadata,
)
from orchestration.flows.check_generation import check_generation
from orchestration.flows.prepare_model import lint_document
from tests.fakes.compiler import FakeCompiler
from tests.fakes.shop_source import shop_model, shop_source
from tests.metamodel.shop import GONE


def test_a_document_shows_its_size() -> None:
    metadata = document_metadata(*lint_document(shop_source()))

    shown = {name: item.value for name, item in metadata.items()}
    assert shown == {
        "findings": 0,
        "spec_version": "1.0.0",
        "entities": 4,
        "measures": 8,
        "relations": 3,
    }


def test_findings_are_a_table() -> None:
    metadata = document_metadata(*lint_document(shop_source({"/entities/0/time": GONE})))

    table: Any = metadata["findings_table"]
    (row,) = (dict(record.data) for record in table.records)
    assert (row["rule"], row["pointer"]) == ("TIM001", "/entities/0")


def test_a_text_that_is_no_metamodel_shows_its_findings_and_no_size() -> None:
    metadata = document_metadata(*lint_document(shop_source({"/name": GONE})))

    assert set(metadata) == {"findings", "findings_table"}


def test_a_cube_shows_its_yaml_its_members_and_who_compiled_it() -> None:
    checked = check_generation(shop_source(), FakeCompiler(), dict)

    shown = {name: item.value for name, item in cube_metadata("orders", checked).items()}

    assert shown["measures"] == 1
    assert shown["pre_aggregations"] == "orders.by_day"
    assert shown["compiled_with"] == "1.7.43 stand-in"
    assert shown["cube_fp"] == checked.model.cube_fps["orders"]
    assert str(shown["yaml"]).startswith("```yaml\n# Generated from the metamodel;")


def test_a_cube_without_rollups_says_so() -> None:
    checked = check_generation(shop_source(), FakeCompiler(), dict)

    assert cube_metadata("products", checked)["pre_aggregations"].value == "none"


def test_a_file_edited_by_hand_is_a_finding_with_its_line() -> None:
    files = dict(shop_model().files)
    files["cubes/orders.yml"] = files["cubes/orders.yml"].replace("orders", "ours", 1)
    checked = check_generation(shop_source(), FakeCompiler(), lambda: files)

    table: Any = disk_metadata("cubes/orders.yml", checked)["findings_table"]

    (row,) = (dict(record.data) for record in table.records)
    assert (row["rule"], row["file"]) == ("GEN-102", "cube_models/model/cubes/orders.yml")
    assert row["line"]
    assert "rampart modelgen generate" in str(row["cure"])
    assert set(disk_metadata("cubes/products.yml", checked)) == {"file"}
