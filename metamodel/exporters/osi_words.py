"""The smaller pieces of the OSI form: types, words for people, expressions, extensions."""

import json
from collections.abc import Mapping
from typing import Any

from metamodel.model.attribute import Attribute, AttributeType, ComputedDimension, MemberType
from metamodel.model.part import Part

VENDOR = "RAMPART"
DIALECT = "ANSI_SQL"
Json = dict[str, Any]
_DATATYPES: Mapping[AttributeType, str] = {
    AttributeType.STRING: "String",
    AttributeType.TEXT: "String",
    AttributeType.UUID: "String",
    AttributeType.INTEGER: "Integer",
    AttributeType.BIGINT: "Integer",
    AttributeType.DECIMAL: "Decimal",
    AttributeType.FLOAT: "Float",
    AttributeType.BOOLEAN: "Boolean",
    AttributeType.DATE: "Date",
    AttributeType.TIMESTAMP: "DateTime",
    AttributeType.TIMESTAMPTZ: "DateTimeTz",
    AttributeType.TIME: "Time",
    AttributeType.JSON: "Opaque",
    AttributeType.BINARY: "Opaque",
    AttributeType.ARRAY: "Opaque",
}
_EXACT = frozenset(
    {
        AttributeType.STRING,
        AttributeType.INTEGER,
        AttributeType.DECIMAL,
        AttributeType.FLOAT,
        AttributeType.BOOLEAN,
        AttributeType.DATE,
        AttributeType.TIMESTAMP,
        AttributeType.TIMESTAMPTZ,
        AttributeType.TIME,
    }
)
_COMPUTED = {MemberType.STRING: "String", MemberType.BOOLEAN: "Boolean"}


def datatype(item: Attribute | ComputedDimension) -> Json:
    """The type of a dimension's values, where the form has one."""
    known = _DATATYPES[item.type] if isinstance(item, Attribute) else _COMPUTED.get(item.type)
    return {"datatype": known} if known else {}


def exact(item: Attribute | ComputedDimension) -> bool:
    """Does the form's type say all that ours does?"""
    return not isinstance(item, Attribute) or item.type in _EXACT


def said_by(part: Part) -> Json:
    """All that a part of the document says."""
    return part.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def extension(data: Mapping[str, Any]) -> Json:
    """Data that only we read, in the form's own place for it."""
    if not data:
        return {}
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return {"custom_extensions": [{"vendor_name": VENDOR, "data": text}]}


def words(part: Any) -> Json:
    """The description; under `ai_context` what else it may be called, and what `meta` tells of it.

    `meta.ai_context` is where Cube's own tools look for such a text.
    """
    synonyms = [name for name in (part.title, *getattr(part, "aliases", ())) if name]
    told = (getattr(part, "meta", None) or {}).get("ai_context")
    context = {
        **({"instructions": told} if isinstance(told, str) else {}),
        **({"synonyms": synonyms} if synonyms else {}),
    }
    return {
        **({"description": part.description} if part.description else {}),
        **({"ai_context": context} if context else {}),
    }


def expression(text: str) -> Json:
    """One expression in the one dialect we write."""
    return {"dialects": [{"dialect": DIALECT, "expression": text}]}
