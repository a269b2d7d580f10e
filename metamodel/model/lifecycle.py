"""How rows of an entity live: versions, soft deletion, and the events that tell of it."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from metamodel.model.part import Part
from metamodel.model.texts import Column, Text


class Versioning(Part):
    """The column that rises with every change of a row; the source of ETags."""

    column: Column


class SoftDeleteMode(StrEnum):
    """What the attribute of a soft deletion holds."""

    TIMESTAMP = "timestamp"  # when it was deleted; null: it was not
    FLAG = "flag"  # true: it was


class SoftDelete(Part):
    """Rows are marked as deleted, not removed."""

    attribute: Text
    mode: SoftDeleteMode


class Transition(Part):
    """A step from one state to another, and the event that tells of it."""

    origin: Text = Field(alias="from")
    target: Text = Field(alias="to")
    event: Text


class Lifecycle(Part):
    """Which events tell of an entity's rows, and which states they pass through."""

    topic: Text
    events: tuple[Text, ...]
    state: Text | None = None  # attribute that holds the state
    transitions: tuple[Transition, ...] = ()

    @model_validator(mode="after")
    def _transitions_need_a_state(self) -> Self:
        if self.transitions and self.state is None:
            raise ValueError("`transitions` want the attribute that holds the `state`")
        return self
