"""Views: what people are offered, gathered from several cubes."""

from typing import Self

from pydantic import Field, JsonValue, model_validator

from metamodel.model.access import AccessPolicy
from metamodel.model.conditions import Condition
from metamodel.model.display import Deprecation
from metamodel.model.part import Part
from metamodel.model.texts import Identifier, Text


class ViewMember(Part):
    """One member of a cube as the view shows it."""

    name: Identifier
    alias: Identifier | None = None
    title: Text | None = None
    description: Text | None = None
    format: Text | None = None
    link_label: Text | None = None  # of `"format": "link"`
    meta: dict[str, JsonValue] | None = None

    @property
    def shown_as(self) -> str:
        """Its name in the view, before any prefix."""
        return self.alias or self.name


class ViewCube(Part):
    """What a view takes from one cube; `path` is of entities and roles: `order.customer`."""

    path: Text
    members: tuple[ViewMember, ...] = ()  # none: all
    excludes: tuple[Text, ...] = ()
    prefix: bool = False  # put the cube's name before each member
    split: bool = False  # a view of its own for this cube
    alias: Identifier | None = None

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        if self.prefix and self.split:
            raise ValueError("`prefix` and `split` exclude each other")
        return self


class Folder(Part):
    """Members of a view under one heading; `paths` takes in all of a cube."""

    name: Text
    members: tuple[Text, ...] = ()
    paths: tuple[Text, ...] = ()
    folders: tuple["Folder", ...] = ()


class DefaultFilter(Part):
    """A filter that holds unless the query filters by one of the `unless` members."""

    condition: Condition = Field(alias="filter")
    unless: tuple[Text, ...] = ()


class View(Part):
    """One view; members of folders and filters are named as the view shows them."""

    id: Text | None = None
    name: Identifier
    title: Text | None = None
    description: Text | None = None
    public: bool = True
    meta: dict[str, JsonValue] | None = None
    deprecated: Deprecation | None = None
    extends: Identifier | None = None  # another view
    cubes: tuple[ViewCube, ...] = Field(min_length=1)
    folders: tuple[Folder, ...] = ()
    default_filters: tuple[DefaultFilter, ...] = ()
    groups: tuple[Text, ...] = ()  # names of view groups
    access: tuple[AccessPolicy, ...] | None = None  # None: as the cubes say


class ViewGroup(Part):
    """Views under one heading, possibly in sub-groups."""

    name: Identifier
    title: Text | None = None
    description: Text | None = None
    views: tuple[Text, ...] = ()
    groups: tuple["ViewGroup", ...] = ()
