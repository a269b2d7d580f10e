"""Open Semantic Interchange as JSON Schema, written from its specification.

Source: Apache Ossie (formerly OSI), core-spec/spec.md of version 0.2.0.dev0, with the types of
fields and the closed objects of the schema published beside it.
"""

from typing import Any

TEXT: dict[str, Any] = {"type": "string"}
TEXTS: dict[str, Any] = {"type": "array", "items": TEXT}
DIALECTS = ("ANSI_SQL", "SNOWFLAKE", "MDX", "TABLEAU", "DATABRICKS", "MAQL", "BIGQUERY")
DATATYPES = (
    *("String", "Integer", "Decimal", "Float", "Boolean"),
    *("Date", "Time", "DateTime", "DateTimeTz", "Opaque"),
)


def _closed(required: tuple[str, ...], **keys: Any) -> dict[str, Any]:
    """An object with these keys and no others."""
    return {
        "type": "object",
        "properties": keys,
        "required": list(required),
        "additionalProperties": False,
    }


def _list(part: str, **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/$defs/{part}"}, **more}


_ABOUT = {
    "description": TEXT,
    "ai_context": {
        "oneOf": [
            TEXT,
            {
                "type": "object",
                "properties": {"instructions": TEXT, "synonyms": TEXTS, "examples": TEXTS},
            },
        ]
    },
    "custom_extensions": _list("Extension"),
}
_LINK = {key: value for key, value in _ABOUT.items() if key != "description"}
_EXPRESSION = _closed(("dialects",), dialects=_list("DialectExpression", minItems=1))
_TYPE = {"enum": list(DATATYPES)}

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **_closed(
        ("version", "semantic_model"),
        version={"const": "0.2.0.dev0"},
        semantic_model=_list("Model"),
    ),
    "$defs": {
        "Extension": _closed(("vendor_name", "data"), vendor_name=TEXT, data=TEXT),
        "DialectExpression": _closed(
            ("dialect", "expression"), dialect={"enum": list(DIALECTS)}, expression=TEXT
        ),
        "Model": _closed(
            ("name", "datasets"),
            name=TEXT,
            datasets=_list("Dataset", minItems=1),
            relationships=_list("Relationship"),
            metrics=_list("Metric"),
            **_ABOUT,
        ),
        "Dataset": _closed(
            ("name", "source"),
            name=TEXT,
            source=TEXT,
            primary_key=TEXTS,
            unique_keys={"type": "array", "items": TEXTS},
            fields=_list("Field"),
            **_ABOUT,
        ),
        "Field": _closed(
            ("name", "expression"),
            name=TEXT,
            expression=_EXPRESSION,
            dimension=_closed((), is_time={"type": "boolean"}),
            label=TEXT,
            datatype=_TYPE,
            **_ABOUT,
        ),
        "Relationship": _closed(
            ("name", "from", "to", "from_columns", "to_columns"),
            name=TEXT,
            to=TEXT,
            from_columns={**TEXTS, "minItems": 1},
            to_columns={**TEXTS, "minItems": 1},
            **{"from": TEXT},
            **_LINK,
        ),
        "Metric": _closed(
            ("name", "expression"), name=TEXT, expression=_EXPRESSION, datatype=_TYPE, **_ABOUT
        ),
    },
}
