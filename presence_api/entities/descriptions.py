"""An entity for those who build a grid or a form for it: what there is, and what they may do."""

from typing import Any

from metamodel.model.attribute import Attribute
from presence_api.entities.catalogue.view import EntityView


def summary(view: EntityView) -> dict[str, Any]:
    """One line of the list of entities."""
    entity = view.entity
    return {
        "name": entity.name,
        "title": entity.title or entity.name,
        "description": entity.description,
        "shared": not entity.tenant_owned,
    }


def description(view: EntityView) -> dict[str, Any]:
    """The whole entity: its key, and every attribute that the caller may read."""
    entity = view.entity
    attributes = [_attribute(view, one) for one in entity.attributes if one.name in view.readable]
    return {
        **summary(view),
        "key": list(entity.keys.primary),
        "versioned": entity.versioning is not None,
        "attributes": attributes,
    }


def _attribute(view: EntityView, one: Attribute) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": one.name,
        "title": one.title or one.name,
        "description": one.description,
        "type": one.type.value,
        "nullable": view.column(one.name).nullable,
        "masked": one.name in view.masked,
        "filterable": one.name in view.filterable,
        "orderable": one.name in view.orderable,
        "editable": one.name in view.editable,
    }
    if one.enum:
        found["values"] = [item.value for item in one.enum]
    if one.constraints is not None:
        found["constraints"] = one.constraints.model_dump(
            mode="json", by_alias=True, exclude_defaults=True
        )
    return found
