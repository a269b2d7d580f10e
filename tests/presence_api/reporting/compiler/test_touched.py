"""Which cubes an answer depends on."""

import pytest

from metamodel.model.attribute import ComputedDimension
from metamodel.modelgen.closure import Index
from metamodel.modelgen.plan import plan
from presence_api.reporting.compiler.touched import touched_cubes
from tests.presence_api.reporting.asked import model

INDEX = Index.of(plan(model()))


@pytest.mark.parametrize(
    ("root", "member", "cubes"),
    [
        ("orders", "orders.count", {"orders"}),
        (
            "orders",
            "customer_region.name",
            {"orders", "customer", "customer_nation", "customer_region"},
        ),
        ("lineitem", "lineitem.brazil_revenue", {"lineitem", "supplier", "supplier_nation"}),
        ("customer", "customer.has_orders", {"customer", "orders"}),
        ("partsupp", "partsupp.is_overstocked", {"partsupp", "lineitem"}),
        ("partsupp", "partsupp.is_cheapest", {"partsupp", "part"}),
    ],
)
def test_what_is_joined_and_what_sql_refers_to_counts(
    root: str, member: str, cubes: set[str]
) -> None:
    assert touched_cubes(INDEX, root, [member]) == cubes


def test_what_a_sub_query_joins_on_its_way_counts() -> None:
    lines = ComputedDimension.model_validate_json(
        '{"name": "lines", "type": "number", "subQuery": true, "expression": "{lineitem.count}"}'
    )
    entities = tuple(
        item.model_copy(update={"computed": (lines,)}) if item.name == "customer" else item
        for item in model().entities
    )
    index = Index.of(plan(model().model_copy(update={"entities": entities})))

    assert touched_cubes(index, "customer", ["customer.lines"]) == {
        "customer",
        "orders",
        "lineitem",
    }
