from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from metamodel.model.texts import Column, Identifier, Text


@pytest.mark.parametrize(
    ("kind", "text"),
    [(Text, ""), (Identifier, "1a"), (Identifier, "a b"), (Column, "a b"), (Column, '"a{b}"')],
)
def test_what_cube_or_sql_could_not_read_is_refused(kind: Any, text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(text)


@pytest.mark.parametrize(
    ("kind", "text"), [(Text, " "), (Identifier, "_a1"), (Column, '"a b"'), (Column, "a$1")]
)
def test_the_rest_is_taken(kind: Any, text: str) -> None:
    assert TypeAdapter(kind).validate_python(text) == text
