import pytest
from pydantic import ValidationError

from metamodel.model.part import Part


class Sample(Part):
    some_number: int


def test_json_is_camel_case_in_both_directions() -> None:
    part = Sample.model_validate_json('{"someNumber": 3}')
    assert part.some_number == 3
    assert part.model_dump_json() == '{"someNumber":3}'


@pytest.mark.parametrize(
    "text", ['{"some_number": 3}', '{"someNumber": "3"}', '{"someNumber": 3, "x": 1}']
)
def test_other_names_types_and_keys_are_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Sample.model_validate_json(text)


def test_a_part_cannot_be_changed() -> None:
    part = Sample.model_validate_json('{"someNumber": 3}')
    with pytest.raises(ValidationError):
        part.some_number = 4
