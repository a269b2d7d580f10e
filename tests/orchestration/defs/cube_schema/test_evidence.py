"""What the schema assets show."""

from typing import Any

from orchestration.defs.cube_schema.evidence import MOST_ROWS, cube_metadata, document_metadata
from orchestration.flows.check_generation import check_generation
from orchestration.flows.prepare_model import lint_document
from tests.fakes.compiler import FakeCompiler
from tests.fakes.shop_source import shop_source
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


def test_findings_are_a_table_with_place_and_cure() -> None:
    metadata = document_metadata(*lint_document(shop_source({"/entities/0/time": GONE})))

    table: Any = metadata["findings_table"]
    (row,) = (dict(record.data) for record in table.records)
    assert (row["rule"], row["severity"]) == ("TIM001", "error")
    assert row["place"].endswith("/entities/0")
    assert row["cure"]


def test_a_text_that_is_no_metamodel_shows_its_findings_and_no_size() -> None:
    metadata = document_metadata(*lint_document(shop_source({"/name": GONE})))

    assert set(metadata) == {"findings", "findings_table"}


def test_a_table_stays_readable_however_much_is_wrong() -> None:
    loaded, findings = lint_document(shop_source({"/entities/0/time": GONE}))

    metadata = document_metadata(loaded, findings * 200)

    table: Any = metadata["findings_table"]
    assert metadata["findings"].value == 200
    assert len(table.records) == MOST_ROWS


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
