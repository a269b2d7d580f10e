"""What a document promises over time: names kept back, and faults accepted for a while."""

from collections.abc import Mapping
from datetime import date

from pydantic import Field

from metamodel.model.part import Part
from metamodel.model.texts import Text


class Reserved(Part):
    """Names that were in use once and must not come back with another meaning."""

    entities: tuple[Text, ...] = ()
    views: tuple[Text, ...] = ()
    members: Mapping[str, tuple[Text, ...]] = Field(default_factory=dict)  # by entity
    enum_values: Mapping[str, tuple[Text, ...]] = Field(default_factory=dict)  # by entity.attribute


class Exemption(Part):
    """A finding that is accepted until a day, for a reason.

    `path` is a JSON pointer; what lies below it is exempt from `rule` too.
    """

    rule: Text
    path: str
    reason: Text
    expires: date
    approved_by: Text | None = None
