import pytest

from tests.metamodel.shop import ORDER, places

AVERAGE = f"/entities/{ORDER}/measures/2/expression"


@pytest.mark.parametrize(
    "expression",
    ["{revenue} / NULLIF({count}, 0)", "1.0 * {big} / NULLIF({count}, 0)", "{big}"],
)
def test_ratios_with_a_point_are_right(expression: str) -> None:
    assert places("MEA004", {AVERAGE: expression}) == []


@pytest.mark.parametrize("expression", ["{big} / {count}", " {big}/nullif({customers}, 0) "])
def test_counts_by_counts_are_found(expression: str) -> None:
    assert places("MEA004", {AVERAGE: expression}) == [AVERAGE]
