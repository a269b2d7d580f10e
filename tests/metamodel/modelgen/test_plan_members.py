from typing import Any

from metamodel.modelgen.block import emitted
from metamodel.modelgen.member_plan import DimensionPlan
from tests.golden.kitchen_sink import kitchen_plan
from tests.metamodel.modelgen.shop_model import planned
from tests.metamodel.shop import ORDER

STATUS = f"/entities/{ORDER}/attributes/4"


def dimension(name: str) -> dict[str, Any]:
    found = next(item for item in kitchen_plan().cube("orders").dimensions if item.name == name)
    return dict(emitted(found))


def status(edits: dict[str, Any]) -> DimensionPlan:
    plan = planned({f"{STATUS}/{key}": value for key, value in edits.items()})
    return next(item for item in plan.cube("orders").dimensions if item.name == "status")


def test_a_text_as_mask_is_sql_because_cube_takes_it_for_python() -> None:
    assert emitted(status({"mask": {"text": "it's"}}).mask) == {"sql": "'it''s'"}
    assert status({"mask": {"value": False}}).mask is False
    assert emitted(status({"mask": {"sql": "LEFT({status}, 1)"}}).mask) == {
        "sql": "(LEFT({CUBE}.status, 1))"
    }


def test_a_case_a_place_and_a_switch_have_their_own_bodies() -> None:
    assert dimension("size")["case"]["else"] == {"label": "small"}
    assert dimension("size")["case"]["when"][1]["label"] == {"sql": "({CUBE}.label)"}
    assert dimension("place")["latitude"] == {"sql": "({CUBE}.lat)"}
    assert dimension("currency") == {"name": "currency", "type": "switch", "values": ["EUR", "USD"]}
    assert dimension("price")["case"]["switch"] == "{CUBE.currency}"


def test_looks_are_written_as_they_are_said() -> None:
    found = status({"order": "desc", "aliases": ["state"], "format": "link", "linkLabel": "Go"})
    assert (found.order, found.aliases) == ("desc", ("state",))
    assert emitted(found.format) == {"type": "link", "label": "Go"}


def test_columns_that_cube_cannot_group_by_are_no_dimensions() -> None:
    plan = planned({f"{STATUS}/type": "json", f"/entities/{ORDER}/segments": []})
    names = {item.name for item in plan.cube("orders").dimensions}
    assert "status" not in names
    assert "price" in names


def test_a_drill_path_names_its_own_members_alone() -> None:
    levels = [{"name": "h", "levels": ["status", "product.name"], "public": False}]
    (found,) = planned({f"/entities/{ORDER}/hierarchies": levels}).cube("orders").hierarchies
    assert (found.levels, found.public) == (("status", "products.name"), False)
