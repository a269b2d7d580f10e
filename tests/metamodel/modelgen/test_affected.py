"""Which rollups a change of a row shows in."""

from pathlib import Path
from typing import Any

import pytest

from metamodel.model.attribute import Attribute
from metamodel.model.entity import Entity
from metamodel.model.load import load
from metamodel.model.metamodel import Metamodel
from metamodel.modelgen.affected import AffectedRollup, RollupReach
from metamodel.modelgen.closure import Index
from metamodel.modelgen.cube_plan import ModelPlan
from metamodel.modelgen.hashes import rollup_fp
from metamodel.modelgen.plan import plan
from tests.golden.kitchen_sink import kitchen_sink
from tests.metamodel.shop import ORDER, model

TPCH = Path("metamodel/documents/tpch.json")

BY_DAY = AffectedRollup("orders", "by_day", "placed_on")
WHOLE = AffectedRollup("orders", "by_day", None)
ROLLUP = f"/entities/{ORDER}/preAggregations/0"


def affected(
    entity: str, *changed: str, edits: dict[str, Any] | None = None
) -> tuple[AffectedRollup, ...]:
    found: Metamodel = model(edits)
    named = found.entity(entity)
    assert named is not None
    return RollupReach(plan(found)).affected(named, changed)


@pytest.mark.parametrize("attribute", ["price", "status", "tenant_id", "placed_on"])
def test_what_a_rollup_holds_shows_on_the_rows_own_days(attribute: str) -> None:
    assert affected("order", attribute) == (BY_DAY,)


@pytest.mark.parametrize("attribute", ["product_id", "customer_id", "updated_at", "unheard_of"])
def test_what_no_rollup_uses_shows_nowhere(attribute: str) -> None:
    assert affected("order", attribute) == ()
    assert affected("order", attribute, "price") == (BY_DAY,)


def test_an_entity_that_no_rollup_reaches_shows_nowhere() -> None:
    assert affected("product", "name") == ()


def test_an_attribute_of_a_joined_entity_shows_anywhere() -> None:
    joined = {f"{ROLLUP}/dimensions": ["status", "tenant_id", "product.name"]}
    assert affected("product", "name", edits=joined) == (WHOLE,)
    assert affected("product", "updated_at", edits=joined) == ()
    assert affected("country", "name", edits=joined) == ()


def test_the_key_of_a_join_is_used_where_the_other_side_is() -> None:
    joined = {f"{ROLLUP}/dimensions": ["status", "tenant_id", "product.name"]}
    assert affected("order", "product_id", edits=joined) == (BY_DAY,)


def test_what_a_filter_or_a_computed_value_reads_counts_too() -> None:
    filtered = {f"{ROLLUP}/measures": ["big"]}
    assert affected("order", "price", edits=filtered) == (BY_DAY,)
    assert affected("product", "name", edits=filtered) == (WHOLE,)


def test_without_partitions_it_shows_anywhere() -> None:
    whole = {ROLLUP: {"name": "all", "measures": ["revenue"], "dimensions": ["tenant_id"]}}
    assert affected("order", "price", edits=whole) == (AffectedRollup("orders", "all", None),)


def test_rows_that_a_query_gives_may_use_any_column() -> None:
    query = {f"/entities/{ORDER}/source": {"sql": "SELECT * FROM shop.orders"}}
    assert affected("order", "updated_at", edits=query) == (BY_DAY,)


def test_a_figure_over_other_rows_shows_beyond_its_own_days() -> None:
    rolling = {
        f"/entities/{ORDER}/measures/1": {
            "name": "revenue",
            "type": "sum",
            "expression": "{price}",
            "rollingWindow": {"trailing": "1 month"},
        }
    }
    assert affected("order", "price", edits=rolling) == (WHOLE,)


@pytest.mark.parametrize("document", ["tpch", "kitchen_sink"])
def test_a_rollup_whose_sql_names_a_column_is_affected_by_its_attribute(document: str) -> None:
    """Law: another name for the column changes the fingerprint of no rollup that is left out."""
    before = DOCUMENTS[document]()
    made = plan(before)
    known, reach = fingerprints(made), RollupReach(made)
    checked = 0
    for entity in before.entities:
        keys = entity.keys.primary  # what never changes
        for attribute in (item for item in entity.attributes if item.name not in keys):
            found = {(one.cube, one.name) for one in reach.affected(entity, [attribute.name])}
            other = fingerprints(plan(renamed(before, entity, attribute)))
            moved = {rollup for rollup, found_ in other.items() if found_ != known[rollup]}
            assert moved <= found, (entity.name, attribute.name)
            checked += bool(moved)
    assert checked > 5


def fingerprints(made: ModelPlan) -> dict[tuple[str, str], str]:
    index = Index.of(made)
    return {
        (cube.name, rollup.name): rollup_fp(index, cube.name, rollup, "engine")[0]
        for cube in made.cubes
        for rollup in cube.pre_aggregations
        if rollup.built
    }


def renamed(before: Metamodel, entity: Entity, attribute: Attribute) -> Metamodel:
    """The same document, with another column for one attribute."""
    other = attribute.model_copy(update={"column": f"{attribute.column}_renamed"})
    attributes = tuple(other if one is attribute else one for one in entity.attributes)
    changed = entity.model_copy(update={"attributes": attributes})
    entities = tuple(changed if one is entity else one for one in before.entities)
    return before.model_copy(update={"entities": entities})


DOCUMENTS = {
    "tpch": lambda: load(TPCH.read_text(encoding="utf-8")).require(),
    "kitchen_sink": lambda: kitchen_sink().require(),
}
