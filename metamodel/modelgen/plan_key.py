"""One dimension that tells rows apart, for entities whose key has several parts."""

from metamodel.model.attribute import Attribute, MemberType
from metamodel.model.entity import Entity
from metamodel.model.reserved import KEY_DIMENSION
from metamodel.modelgen.faults import PlanRefused
from metamodel.modelgen.member_plan import DimensionPlan
from metamodel.modelgen.sql import Sql


def composite_key(entity: Entity) -> DimensionPlan | None:
    """The parts as text, joined by `~`; None if the key has one part.

    Left to itself, Cube counts parts without a separator, where (1, 11) equals (11, 1).
    """
    if len(entity.keys.primary) == 1:
        return None
    parts = [_part(entity, name) for name in entity.keys.primary]
    text = " || '~' || ".join(parts)
    return DimensionPlan(
        name=KEY_DIMENSION, type="string", sql=Sql(f"({text})"), public=False, primary_key=True
    )


def _part(entity: Entity, name: str) -> str:
    attribute = entity.attribute(name)
    if attribute is None:
        raise PlanRefused(entity.name, f"the key's `{name}` is no attribute")
    text = f"CAST({{CUBE}}.{attribute.column} AS TEXT)"
    return f"REPLACE(REPLACE({text}, '%', '%25'), '~', '%7E')" if _may_hold(attribute) else text


def _may_hold(attribute: Attribute) -> bool:
    """Can its values contain the separator?"""
    return attribute.member_type is MemberType.STRING
