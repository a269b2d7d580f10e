"""What an entity and its members are called on every surface, derived from the metamodel alone."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from metamodel.naming import words
from metamodel.naming.dictionary import Dictionary
from metamodel.naming.errors import NamesCollide, NotDerived

_LAST_WORD = re.compile(r'([A-Za-z_]\w*)"?$')


class Surface(StrEnum):
    """Where a name of the metamodel appears again."""

    CUBE = "cube"
    SQL = "sql"
    TOPIC = "topic"
    AVRO = "avro"
    REST = "rest"
    WEBSOCKET = "websocket"
    METRIC = "metric"
    REDIS = "redis"


@dataclass(frozen=True, slots=True, order=True)
class MetamodelName:
    """An entity, or one of its members."""

    entity: str
    member: str | None = None

    def __str__(self) -> str:
        return self.entity if self.member is None else f"{self.entity}.{self.member}"


@dataclass(frozen=True, slots=True)
class Form:
    """How a surface writes names: `{entity}`, `{plural}`, `{pascal}` and `{member}` are put in.

    A member keeps its word everywhere: what people read in one layer they find in all others.
    """

    holder: str
    member: str
    meaning: str


FORMS: Mapping[Surface, Form] = {
    Surface.CUBE: Form("{plural}", "{holder}.{member}", "cube, and member of a cube"),
    Surface.SQL: Form('"{plural}"', '{holder}."{member}"', "table and column, in quotes"),
    Surface.TOPIC: Form(
        "entity.lifecycle#{entity}",
        "{holder}/{member}",
        "channel and the entity in its keys; an attribute among those that changed",
    ),
    Surface.AVRO: Form("entity.{pascal}", "{holder}.{member}", "record, and its field"),
    Surface.REST: Form(
        "/api/v1/entities/{entity}", "{holder}#/{member}", "resource, and field of its body"
    ),
    Surface.WEBSOCKET: Form("{entity}", "{holder}#{member}", "room, and the field in focus"),
    Surface.METRIC: Form('entity="{entity}"', '{holder},member="{member}"', "labels"),
    Surface.REDIS: Form("entity:{entity}", "{holder}:{member}", "context and entity in a key"),
}


class Derivation:
    """The names of some entities on every surface, and the way back.

    `cubes` names entities whose cube the document calls otherwise, such as after a table that is
    older than the metamodel. Raises NamesCollide when a way back would be ambiguous.
    """

    def __init__(
        self,
        entities: Iterable[str],
        dictionary: Dictionary,
        cubes: Mapping[str, str] | None = None,
    ) -> None:
        self._dictionary = dictionary
        self._cubes = dict(cubes or {})
        self._back: dict[Surface, dict[str, str]] = {surface: {} for surface in Surface}
        for entity in sorted(set(entities)):
            for surface in Surface:
                holder = self._holder(surface, entity)
                other = self._back[surface].setdefault(holder, entity)
                if other != entity:
                    raise NamesCollide(f"{other} and {entity}", f"both are {surface} `{holder}`")

    def derive(self, name: MetamodelName, surface: Surface) -> str:
        """What the name is called on a surface; for any entity, also one that is not known here."""
        holder = self._holder(surface, name.entity)
        if name.member is None:
            return holder
        return FORMS[surface].member.format(holder=holder, member=name.member)

    def parse(self, text: str, surface: Surface) -> MetamodelName:
        """The name of the metamodel behind a text. Raises NotDerived unless it was derived here."""
        last = _LAST_WORD.search(text)
        members = (None, last[1]) if last else (None,)
        for entity in self._back[surface].values():
            for found in (MetamodelName(entity, member) for member in members):
                if self.derive(found, surface) == text:
                    return found
        raise NotDerived(text, f"is no {surface} name of this metamodel")

    def _holder(self, surface: Surface, entity: str) -> str:
        return FORMS[surface].holder.format(
            entity=entity,
            plural=self._cubes.get(entity) or self._dictionary.plural(entity),
            pascal=words.pascal(words.split(entity)),
        )
