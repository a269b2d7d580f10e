import pytest

from tests.metamodel.shop import ORDER, places

BIG = f"/entities/{ORDER}/computed/0/expression"


def test_times_in_utc_are_right() -> None:
    assert places("TIM004", {BIG: "{placed_on} AT TIME ZONE 'UTC' > '2024-01-01'"}) == []


@pytest.mark.parametrize(
    "expression",
    ["{placed_on} at time zone 'Europe/Berlin'", "timezone('Asia/Tokyo', {placed_on})"],
)
def test_others_are_found(expression: str) -> None:
    assert places("TIM004", {BIG: f"{expression} > '2024-01-01'"}) == [BIG]
