"""Which cubes an answer depends on."""

import pytest

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
