import pytest
from pydantic import ValidationError

from metamodel.model.time_shape import CalendarShift, CustomGranularity


@pytest.mark.parametrize(
    "rest",
    [
        "",
        '"interval": "1 day", "expression": "x"',
        '"expression": "x", "origin": "2024-01-01"',
        '"interval": "1 week", "origin": "2024-01-01", "offset": "1 day"',
    ],
)
def test_a_granularity_is_of_one_kind(rest: str) -> None:
    more = f", {rest}" if rest else ""
    with pytest.raises(ValidationError):
        CustomGranularity.model_validate_json(f'{{"name": "a"{more}}}')


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "a"}',
        '{"name": "a", "interval": "1 day"}',
        '{"name": "a", "interval": "1 day", "direction": "prior", "expression": "x"}',
    ],
)
def test_a_calendar_shift_has_two_of_its_three_parts(text: str) -> None:
    with pytest.raises(ValidationError):
        CalendarShift.model_validate_json(text)


def test_by_name_and_interval_by_name_and_column_by_interval_and_column() -> None:
    step = '"interval": "1 day", "direction": "prior"'
    column = '"expression": "x"'
    for rest in (f'"name": "a", {step}', f'"name": "a", {column}', f"{step}, {column}"):
        CalendarShift.model_validate_json(f"{{{rest}}}")
