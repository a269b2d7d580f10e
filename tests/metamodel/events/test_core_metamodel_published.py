"""Another model version is the current one."""

from datetime import UTC, datetime
from typing import Any

from metamodel.events._released import releases
from metamodel.events.codec import Codec
from metamodel.events.core_metamodel_published import MOST_CHANGES, MetamodelPublished

CODEC = Codec.committed()
FORMER = releases(MetamodelPublished.name)[0].schema
LATER = {
    item["name"]: item["default"]
    for item in MetamodelPublished.schema["fields"][len(FORMER["fields"]) :]
}


def test_the_key_is_the_models_name() -> None:
    assert MetamodelPublished.key({"name": "tpch"}) == "tpch"


def event(**fields: Any) -> dict[str, Any]:
    return MetamodelPublished.new(
        datetime(2026, 1, 1, tzinfo=UTC),
        name="shop",
        version="shop-1",
        spec_version="1.1.0",
        seq=2,
        cube_fps={"orders": "a"},
        changed_cubes=["orders"],
        entity_fps={},
        previous_version="shop-0",
        **{**LATER, **fields},
    )


def through(payload: dict[str, Any]) -> dict[str, Any]:
    return CODEC.decode(MetamodelPublished.name, CODEC.encode(MetamodelPublished.name, payload))


def test_fields_of_before_stay_and_what_was_added_has_a_default_and_a_meaning() -> None:
    fields = MetamodelPublished.schema["fields"]

    assert fields[: len(FORMER["fields"])] == FORMER["fields"]
    assert all(item["doc"] for item in fields)
    assert {name: through(event())[name] for name in LATER} == LATER


def test_changes_are_told_one_by_one_and_fit_into_a_record() -> None:
    change = {
        "kind": "changed",
        "path": "entities/order/measures/revenue/expression" * 4,
        "change_class": "RESTATING",
        "bump": "minor",
    }
    told = event(changes=[change] * MOST_CHANGES, change_count=MOST_CHANGES + 1)

    assert through(told)["changes"][0] == change
    assert len(CODEC.encode(MetamodelPublished.name, told)) < 500_000
