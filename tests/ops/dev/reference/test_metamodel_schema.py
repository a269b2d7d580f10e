import json
from typing import Any

import pytest

from metamodel.model.metamodel import Metamodel
from ops.dev.reference.metamodel_schema import kind_of, pages
from tests.metamodel.shop import shop


def test_the_schema_names_what_a_document_holds() -> None:
    schema = json.loads(pages()["metamodel.schema.json"])

    assert set(shop()) <= set(schema["properties"])
    assert schema["additionalProperties"] is False
    assert set(schema["$defs"]) >= {"Entity", "Relation", "PreAggregation"}


def test_every_part_has_a_table() -> None:
    text = pages()["metamodel-schema.md"]

    assert text.count("\n## ") == len(Metamodel.model_json_schema()["$defs"]) + 1
    assert "| `defaults` | [Defaults](#defaults) | required |" in text


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"$ref": "#/$defs/Entity"}, "[Entity](#entity)"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "string or null"),
        ({"const": "1"}, '`"1"`'),
        ({"enum": ["a", "b"], "type": "string"}, '`"a"` or `"b"`'),
        ({"type": "array", "items": {"type": "string"}}, "list of string"),
        ({"type": "integer", "minimum": 0}, "integer, minimum `0`"),
        ({}, "anything"),
    ],
)
def test_types_in_words(part: dict[str, Any], words: str) -> None:
    assert kind_of(part) == words
