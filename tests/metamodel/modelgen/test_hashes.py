from typing import Any

import pytest

from tests.metamodel.modelgen.shop_model import TEMPLATES, generated
from tests.metamodel.shop import COUNTRY, CUSTOMER, ORDER, PRODUCT

ORDERS = f"/entities/{ORDER}"
ROLLUP = f"{ORDERS}/preAggregations/0"
COUNT: dict[str, Any] = {"name": "count", "type": "count"}
JOINED = {f"{ROLLUP}/dimensions/-": "product.name"}


def rollup_fp(edits: dict[str, Any] | None = None, **more: Any) -> str:
    return generated(edits, **more).rollups[0].rollup_fp


@pytest.mark.parametrize(
    "edits",
    [
        {f"{ORDERS}/title": "Orders"},
        {f"{ORDERS}/measures/1/title": "Turnover"},
        {f"{ORDERS}/measures/3/expression": "{product_id}"},
        {f"{ORDERS}/computed/0/expression": "{price} > 200"},
        {f"{ORDERS}/owners": ["sales"]},
        {f"/entities/{COUNTRY}/attributes/1/column": "title"},
        {f"/entities/{PRODUCT}/attributes/1/column": "title"},
        {f"{ORDERS}/access": [{"groups": ["admin"], "allRows": True}]},
        {"/specVersion": "2.0.0"},
    ],
)
def test_what_the_tables_do_not_hold_rebuilds_nothing(edits: dict[str, Any]) -> None:
    assert rollup_fp(edits) == rollup_fp()


@pytest.mark.parametrize(
    "edits",
    [
        {f"{ORDERS}/measures/1/expression": "{price} + 1"},
        {f"{ORDERS}/attributes/5/column": "net_price"},
        {f"{ORDERS}/attributes/3/column": "ordered_on"},
        {f"{ORDERS}/source/table": "shop.all_orders"},
        {f"{ORDERS}/cube": "sales"},
        {f"{ROLLUP}/name": "daily"},
        {f"{ROLLUP}/partition": "year"},
        {f"{ROLLUP}/time/granularity": "month"},
        {f"{ROLLUP}/measures/-": "big"},
        {f"{ROLLUP}/dimensions": ["tenant_id", "status"]},
        {f"{ROLLUP}/segments": ["open"]},
        {f"{ROLLUP}/indexes": [{"name": "ix", "columns": ["status"]}]},
        {"/defaults/extent/end": "2027-12-31"},
    ],
)
def test_what_the_tables_come_from_rebuilds_them(edits: dict[str, Any]) -> None:
    assert rollup_fp(edits) != rollup_fp()


@pytest.mark.parametrize(
    "edits",
    [
        {f"/entities/{PRODUCT}/attributes/1/column": "title"},
        {f"/entities/{PRODUCT}/source/table": "shop.goods"},
        {"/relations/2/on/0/from": "customer_id"},
    ],
)
def test_a_joined_dimension_brings_its_column_table_and_join(edits: dict[str, Any]) -> None:
    assert rollup_fp(JOINED | edits) != rollup_fp(JOINED)


def test_joins_of_other_cubes_do_not_matter_to_it() -> None:
    edits = {f"/entities/{CUSTOMER}/attributes/2/column": "nation"}
    assert rollup_fp(JOINED | edits) == rollup_fp(JOINED)


def test_a_sub_query_brings_the_join_from_below() -> None:
    sub_query = {
        "name": "orders",
        "type": "number",
        "expression": "{order.count}",
        "subQuery": True,
    }
    rollup = {"name": "all", "measures": ["count"], "dimensions": ["orders", "tenant_id"]}
    place = f"/entities/{CUSTOMER}"
    edits = {f"{place}/computed": [sub_query], f"{place}/preAggregations": [rollup]}

    def fp(more: dict[str, Any]) -> str:
        return next(r.rollup_fp for r in generated(edits | more).rollups if r.name == "all")

    assert fp({}) != fp({"/relations/1/on/0/from": "product_id"})
    assert fp({}) != fp({f"{ORDERS}/source/table": "shop.all_orders"})


def test_the_planner_decides_but_templates_do_not() -> None:
    other = TEMPLATES | {"cube.yml.j2": TEMPLATES["cube.yml.j2"] + "\n"}
    assert rollup_fp(templates=other) == rollup_fp()
    assert rollup_fp(engine="1.7.43 native") != rollup_fp()


def test_a_cubes_hash_follows_its_plan_and_the_templates() -> None:
    before = generated()
    titled = generated({f"{ORDERS}/title": "Orders"})
    assert {name for name in before.cube_fps if before.cube_fps[name] != titled.cube_fps[name]} == {
        "orders"
    }
    other = TEMPLATES | {"cube.yml.j2": TEMPLATES["cube.yml.j2"] + "\n"}
    retemplated = generated(templates=other)
    assert not set(before.cube_fps.values()) & set(retemplated.cube_fps.values())


def test_a_role_has_the_hash_of_what_it_extends_too() -> None:
    role = {"/relations/0/role": "home_country"}
    before = generated(role)
    after = generated({**role, "/entities/0/attributes/1/title": "Name"})
    changed = {name for name in before.cube_fps if before.cube_fps[name] != after.cube_fps[name]}
    assert changed == {"countries", "home_country"}


def test_what_is_summed_and_what_is_filtered_are_not_the_same_to_a_rollup() -> None:
    text = "{price}"
    counted = rollup_fp({f"{ORDERS}/measures/0": COUNT | {"expression": text}})
    filtered = rollup_fp({f"{ORDERS}/measures/0": COUNT | {"filters": [text]}})
    assert len({counted, filtered, rollup_fp()}) == len([counted, filtered, ""])


@pytest.mark.parametrize(
    "looks",
    [
        {"title": "T"},
        {"description": "D"},
        {"format": "percent"},
        {"meta": {"a": 1}},
        {"drillMembers": ["status"]},
        {"mask": {"value": 0}},
        {"aliases": ["n"]},
    ],
)
def test_looks_rebuild_nothing(looks: dict[str, Any]) -> None:
    edited = {f"{ORDERS}/measures/0": COUNT | looks}
    assert rollup_fp(edited) == rollup_fp()
    assert generated(edited).version != generated().version


def test_the_same_cubes_are_the_same_version() -> None:
    before, after = generated(), generated({"/specVersion": "1.0.1"})
    assert before.version == after.version
    assert before.version.startswith("shop-")
    assert len(before.version) == len("shop-") + 16
    assert generated({f"{ORDERS}/title": "Orders"}).version != before.version


def test_an_entitys_hash_is_of_its_own_json_alone() -> None:
    before = generated().entity_fps
    owned = generated({f"{ORDERS}/owners": ["sales"]}).entity_fps
    assert {name for name in before if before[name] != owned[name]} == {"order"}
    said = generated({f"{ORDERS}/attributes/4/nullable": True}).entity_fps
    assert said == before  # a default, spelt out
