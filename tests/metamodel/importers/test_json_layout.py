import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from metamodel.importers.json_layout import WIDTH, laid_out
from tests.metamodel.importers.sources import drafted, table

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=50),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(VALUES)
def test_the_text_says_the_same_in_the_same_order(value: Any) -> None:
    assert json.dumps(json.loads(laid_out(value))) == json.dumps(value)


def test_an_attribute_stands_on_one_line() -> None:
    lines = laid_out(drafted(table("order", "amount")).document).splitlines()
    assert '        {"name": "amount", "column": "amount", "type": "bigint"}' in lines
    assert max(map(len, lines)) <= WIDTH


def test_the_text_ends_with_a_line_break() -> None:
    assert laid_out({}) == "{}\n"
