import pytest

from metamodel.model.join_graph import join_graph
from metamodel.model.references import split_member
from metamodel.modelgen.expressions import Translator
from metamodel.modelgen.faults import PlanRefused
from tests.metamodel.shop import model


def order() -> Translator:
    graph = join_graph(model())
    return Translator(graph, graph.nodes["order"])


@pytest.mark.parametrize(
    ("expression", "sql"),
    [
        ("{price}", "{CUBE}.price"),
        (" {revenue} ", "{CUBE.revenue}"),
        ("{price} - 1", "({CUBE}.price - 1)"),
        ("{revenue} / {count}", "({CUBE.revenue} / {CUBE.count})"),
        ("{product.name} = 'x'", "({products.name} = 'x')"),
        ("{customer.name}", "{customers.name}"),
        ("{CUBE}.raw > 1", "({CUBE}.raw > 1)"),
        ("NOW()", "(NOW())"),
    ],
)
def test_columns_are_bare_and_everything_else_is_in_parentheses(expression: str, sql: str) -> None:
    assert order().sql(expression) == sql


def test_members_are_named_by_their_cube() -> None:
    assert order().member(split_member("price")) == "orders.price"
    assert order().member(split_member("product.name")) == "products.name"


def test_an_unknown_entity_cannot_be_planned() -> None:
    with pytest.raises(PlanRefused, match="nobody"):
        order().sql("{nobody.name}")
