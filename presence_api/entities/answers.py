"""Entities as JSON, for those who read the description of the API; values depend on the model."""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from presence_api.entities.search.request import LIMIT, MOST_ROWS
from presence_api.query_shapes import Condition, OrderStep


class EntitySummary(Struct):
    """One line of the list of entities."""

    name: str
    title: str
    description: str | None
    shared: Annotated[bool, Meta(description="Its rows belong to no tenant.")]


class EntityList(Struct):
    """All entities that the caller may see anything of."""

    entities: list[EntitySummary]


class EntityAttribute(Struct):
    """An attribute that the caller may read."""

    name: str
    title: str
    description: str | None
    type: str
    nullable: bool
    masked: bool
    filterable: bool
    orderable: bool
    editable: bool
    values: Annotated[
        list[str | float | bool] | UnsetType, Meta(description="All it can have.")
    ] = UNSET
    constraints: dict[str, Any] | UnsetType = UNSET


class EntityDescription(EntitySummary):
    """An entity for those who build a grid or a form for it."""

    key: list[str]
    versioned: bool
    attributes: list[EntityAttribute]


class SearchWanted(Struct, forbid_unknown_fields=True):
    """A search; a cursor goes on where the page that it came with has ended."""

    where: Condition | UnsetType = UNSET
    order: list[OrderStep] | UnsetType = UNSET
    fields: list[str] | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=1, le=MOST_ROWS)] = LIMIT
    cursor: str | None = None


class ShownRow(Struct):
    """A row: what is known of it, and beside that its values by the names of attributes."""

    id: str = field(name="_id")
    version: int | None = field(name="_version")
    updated_at: str | None = field(name="_updated_at")


class ChangedRow(ShownRow):
    """The row as it is now; it has no values where the change took it out of one's sight."""

    lock: Annotated[
        Literal["unknown"] | UnsetType, Meta(description="Nobody could say whether it is held.")
    ] = UNSET


class RowPage(Struct):
    """Rows, and the cursor of the next page; null: there is none."""

    rows: list[ShownRow]
    next: str | None
