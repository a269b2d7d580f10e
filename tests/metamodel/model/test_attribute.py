import json

import pytest
from pydantic import ValidationError

from metamodel.model.attribute import Attribute, AttributeType, Cardinality, ComputedDimension


def test_every_column_type_has_a_cube_type() -> None:
    assert {item.member_type.value for item in AttributeType} == {
        "string",
        "number",
        "boolean",
        "time",
    }


@pytest.mark.parametrize(
    ("text", "exceeds"),
    [
        ("{}", False),
        ('{"distinct": 10}', False),
        ('{"distinct": 11}', True),
        ('{"class": "medium"}', False),
        ('{"class": "high"}', True),
        ('{"class": "high", "distinct": 3}', False),
    ],
)
def test_a_count_weighs_more_than_a_class(text: str, exceeds: bool) -> None:
    assert Cardinality.model_validate_json(text).exceeds(10) is exceeds


def test_a_column_may_be_null_unless_it_says_not() -> None:
    text = '{"name": "a", "column": "a", "type": "date"}'
    attribute = Attribute.model_validate_json(text)
    assert attribute.nullable
    assert attribute.member_type.value == "time"


def test_a_computed_dimension_says_its_type_itself() -> None:
    text = '{"name": "a", "type": "boolean", "expression": "{b} > 1"}'
    assert ComputedDimension.model_validate_json(text).member_type.value == "boolean"


@pytest.mark.parametrize(
    ("column", "right"), [("o_date", True), ('"Order Date"', True), ("{x}", False), ("a b", False)]
)
def test_a_column_is_plain_or_quoted(column: str, right: bool) -> None:
    attribute = {"name": "a", "column": column, "type": "date"}
    if right:
        assert Attribute.model_validate_json(json.dumps(attribute)).column == column
    else:
        with pytest.raises(ValidationError):
            Attribute.model_validate_json(json.dumps(attribute))
