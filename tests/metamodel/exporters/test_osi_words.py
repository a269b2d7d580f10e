"""The smaller pieces of the OSI form."""

import json

import pytest

from metamodel.exporters.osi_words import datatype, exact, expression, extension, said_by, words
from metamodel.model.attribute import Attribute, AttributeType, ComputedDimension, MemberType
from metamodel.model.measure import Segment
from tests.metamodel.exporters.osi_schema import DATATYPES


@pytest.mark.parametrize("kind", AttributeType)
def test_every_type_of_column_has_a_type_of_the_form(kind: AttributeType) -> None:
    attribute = Attribute(name="a", column="a", type=kind)

    assert datatype(attribute)["datatype"] in DATATYPES


def test_a_type_that_is_only_nearly_the_forms_is_not_exact() -> None:
    assert exact(Attribute(name="a", column="a", type=AttributeType.INTEGER))
    assert not exact(Attribute(name="a", column="a", type=AttributeType.BIGINT))


def test_the_type_of_a_computed_number_is_not_known() -> None:
    number = ComputedDimension(name="a", type=MemberType.NUMBER, expression="1")

    assert datatype(number) == {}
    assert exact(number)


def test_an_extension_is_json_in_a_text_and_none_without_data() -> None:
    (found,) = extension({"b": 1, "a": "ü"})["custom_extensions"]

    assert json.loads(found["data"]) == {"a": "ü", "b": 1}
    assert extension({}) == {}


def test_titles_and_old_names_are_synonyms_and_meta_may_instruct() -> None:
    segment = Segment(
        name="a",
        expression="1",
        title="A",
        aliases=("old",),
        description="words",
        meta={"ai_context": "use it"},
    )

    assert words(segment) == {
        "description": "words",
        "ai_context": {"instructions": "use it", "synonyms": ["A", "old"]},
    }
    assert words(Segment(name="a", expression="1")) == {}


def test_an_expression_names_its_dialect() -> None:
    assert expression("a") == {"dialects": [{"dialect": "ANSI_SQL", "expression": "a"}]}


def test_a_part_says_what_is_not_its_default() -> None:
    assert said_by(Segment(name="a", expression="1", public=False)) == {
        "name": "a",
        "expression": "1",
        "public": False,
    }
