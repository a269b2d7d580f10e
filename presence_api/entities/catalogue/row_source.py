"""Where an entity's rows are, as identifiers rather than as SQL."""

import re
from typing import Final

from metamodel.model.attribute import Attribute, AttributeType
from metamodel.model.entity import Entity
from presence_api.ports.entity_store import RowSource
from presence_api.ports.row_conditions import StoredColumn

UPDATED_AT: Final = "updated_at"
_PART: Final = r'[A-Za-z_][A-Za-z0-9_$]*|"[^"]+"'
_TABLE: Final = re.compile(rf"(?:{_PART})(?:\.(?:{_PART}))*")
_MOMENTS: Final = frozenset({AttributeType.TIMESTAMP, AttributeType.TIMESTAMPTZ})
_OWN_DATABASE: Final = frozenset({None, "default"})


def row_source(entity: Entity) -> RowSource | None:
    """The entity's table; None if its rows are a query's, or in another database."""
    source = entity.source
    if source.table is None or source.data_source not in _OWN_DATABASE:
        return None
    keys = [entity.attribute(name) for name in entity.keys.primary]
    if not _TABLE.fullmatch(source.table) or not keys or None in keys:
        return None
    updated = entity.attribute(UPDATED_AT)
    return RowSource(
        table=tuple(identifier(part) for part in re.findall(_PART, source.table)),
        key=tuple(stored_column(entity, key) for key in keys if key is not None),
        version=identifier(entity.versioning.column) if entity.versioning else None,
        updated_at=stored_column(entity, updated) if updated and updated.type in _MOMENTS else None,
    )


def stored_column(entity: Entity, attribute: Attribute) -> StoredColumn:
    """The column of an attribute; a key's is never NULL, whatever is said of it."""
    nullable = attribute.nullable and attribute.name not in entity.keys.primary
    column = identifier(attribute.column)
    return StoredColumn(attribute.name, column, attribute.type, nullable)


def identifier(text: str) -> str:
    """The bare name: SQL folds a plain word to small letters, and takes a quoted one as it is."""
    return text[1:-1] if text.startswith('"') else text.lower()
