"""Values that depend on conditions."""

from typing import Self

from pydantic import Field, model_validator

from metamodel.model.part import Part
from metamodel.model.texts import Expression, Text


class Label(Part):
    """What a case is called: a fixed `text`, or an `expression`."""

    text: Text | None = None
    expression: Expression | None = None

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        if (self.text is None) == (self.expression is None):
            raise ValueError("a label is either a `text` or an `expression`")
        return self


class When(Part):
    """A condition and the label of rows that meet it."""

    condition: Expression
    label: Label


class Case(Part):
    """The label of the first condition that holds, else the last."""

    when: tuple[When, ...] = Field(min_length=1)
    otherwise: Label = Field(alias="else")


class SwitchWhen(Part):
    """One value of the switch, and the expression that is taken for it."""

    value: Text
    expression: Expression


class SwitchCase(Part):
    """An expression for each value of a `switch` dimension; only Cube's newer planner runs it."""

    on: Text  # the switch dimension
    when: tuple[SwitchWhen, ...] = Field(min_length=1)
    otherwise: Expression | None = Field(default=None, alias="else")
