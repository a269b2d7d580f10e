"""How a member looks to people and tools: words, formats, masks, links."""

from typing import Self

from pydantic import JsonValue, model_validator

from metamodel.model.part import Part
from metamodel.model.texts import Expression, Identifier, Text


class Deprecation(Part):
    """Something that will go: from which version on, what takes its place, and when it goes."""

    since: Text
    replacement: Text | None = None
    remove_in: Text | None = None


class Described(Part):
    """What people and tools read about a member."""

    title: Text | None = None
    description: Text | None = None
    public: bool = True
    meta: dict[str, JsonValue] | None = None  # handed through to Cube's `/v1/meta`
    deprecated: Deprecation | None = None


class Aliased(Described):
    """A member that answers to older names too."""

    aliases: tuple[Text, ...] = ()


class Mask(Part):
    """What is shown instead of a value to those who may only see it masked; exactly one of these.

    `value` is a number or a truth value, `text` a fixed text, `sql` an expression.
    """

    value: bool | int | float | None = None
    text: str | None = None
    sql: Expression | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if sum(item is not None for item in (self.value, self.text, self.sql)) != 1:
            raise ValueError("a mask is one of `value`, `text` and `sql`")
        return self


class LinkParameter(Part):
    """A parameter handed to the linked dashboard; its value is an expression."""

    key: Text
    value: Expression


class Link(Part):
    """Where a value leads: to an address (an SQL expression) or to a dashboard."""

    name: Identifier
    label: Text
    url: Expression | None = None
    dashboard: Text | None = None
    icon: Text | None = None
    target: Text | None = None
    primary: bool = False
    params: tuple[LinkParameter, ...] = ()

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        if (self.url is None) == (self.dashboard is None):
            raise ValueError("a link wants either `url` or `dashboard`")
        if self.target not in {None, "blank", "self"}:
            raise ValueError("`target` is `blank` or `self`")
        return self
