import pytest

from tests.metamodel.shop import ORDER, places

REVENUE = f"/entities/{ORDER}/measures/1/expression"


@pytest.mark.parametrize(
    "expression", ["COALESCE({price}, (0))", "{price} || '(' || 'it''s; -- fine'", '{CUBE}."a;("']
)
def test_whole_expressions_are_right(expression: str) -> None:
    assert places("SQL001", {REVENUE: expression}) == []


@pytest.mark.parametrize(
    "expression",
    [
        "COALESCE({price}, 0",
        "{price})",
        "){price}(",
        "{status} = 'open",
        '{CUBE}."a',
        "{price};",
        "{price} -- net",
        "{price} /* net */",
    ],
)
def test_broken_ones_are_refused(expression: str) -> None:
    assert places("SQL001", {REVENUE: expression}) == [REVENUE]


def test_so_are_sources() -> None:
    source = f"/entities/{ORDER}/source"
    assert places("SQL001", {source: {"sql": "SELECT 1;"}}) == [f"{source}/sql"]
