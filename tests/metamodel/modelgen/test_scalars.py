import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from metamodel.modelgen.scalars import JINJA_MARKS, yaml_scalar
from metamodel.modelgen.sql import Sql


@pytest.mark.parametrize(
    ("value", "scalar"),
    [
        ("orders", "orders"),
        ("orders.count", "orders.count"),
        ("1 day", '"1 day"'),
        ("no", '"no"'),
        ("null", '"null"'),
        ("2024-01-01", '"2024-01-01"'),
        (True, "true"),
        (3, "3"),
        ("a {x} b", '"a \\\\{x\\\\} b"'),
        ("C:\\dir\\", '"C:\\\\\\\\dir\\\\x5c"'),
        ("a\r\nb", '"a\\\\r\\nb"'),
        (Sql("{CUBE}.a = '{3}'"), "\"{CUBE}.a = '\\\\{3\\\\}'\""),
        (Sql("{ securityContext.tenant }"), '"{ securityContext.tenant }"'),
    ],
)
def test_each_kind_of_value_has_one_form(value: str | bool | int, scalar: str) -> None:
    assert yaml_scalar(value) == scalar


@given(st.text())
def test_any_text_is_one_line_of_yaml_without_jinja_marks(text: str) -> None:
    scalar = yaml_scalar(text)
    assert len(scalar.splitlines()) == 1 or not scalar
    assert not any(mark in scalar for mark in JINJA_MARKS)
    assert isinstance(yaml.safe_load(f"key: {scalar}")["key"], str)


@given(st.text())
def test_texts_without_braces_and_backslashes_are_read_back_unchanged(text: str) -> None:
    plain = "." + text.translate(
        {ord(mark): None for mark in "\\{}\r"}
    )  # an empty one is written as Python's
    assert yaml.safe_load(f"key: {yaml_scalar(plain)}")["key"] == plain
