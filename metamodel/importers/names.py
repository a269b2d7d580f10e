"""Names for entities, attributes and roles: legal, unique, and the same in every import."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from metamodel.importers.catalogue import Catalogue, Table
from metamodel.importers.identifiers import LONGEST, UNSPEAKABLE, shortened, snake_case
from metamodel.model.reserved import KEY_DIMENSION, reserved_for_cubes, reserved_for_members

_LONGEST_ENTITY = 40
_ROOM = 20
"""Bytes that members leave to names of cubes, which may be roles: aliases are `cube__member`."""
_PREFIX = re.compile(r"[a-z]{1,3}_")
_KEY_ENDINGS = ("_id", "_key", "_sk", "_fk", "_code", "_no", "_nr", "_uuid")


class Taken:
    """Names in use in one scope; case does not tell two apart."""

    def __init__(self, used: Iterable[str] = ()) -> None:
        self._used = {item.lower() for item in used}

    def free(self, *wanted: str, longest: int = LONGEST) -> str:
        """The first of these that is free, or the last with a number; taken from now on."""
        names = [*wanted, *(f"{wanted[-1]}_{number}" for number in range(2, len(self._used) + 3))]
        short = (shortened(item, longest) for item in names)
        name = next(item for item in short if item.lower() not in self._used)
        self._used.add(name.lower())
        return name


@dataclass(frozen=True, slots=True)
class Names:
    """What each table and column of a catalogue is called in the metamodel."""

    entities: Mapping[tuple[str, str], str]  # schema and table -> entity
    cubes: Mapping[str, str]  # entity -> cube
    attributes: Mapping[tuple[str, str, str], str]  # schema, table, column -> attribute
    longest: Mapping[str, int]  # bytes of an entity's longest attribute
    taken: Taken = field(compare=False)  # by entities and cubes; roles come beside them

    def entity(self, table: Table) -> str:
        """The entity of a table."""
        return self.entities[table.schema, table.name]

    def attribute(self, table: Table, column: str) -> str:
        """The attribute of a column."""
        return self.attributes[table.schema, table.name, column]

    def role(self, origin: str, meaning: str, target: str) -> str:
        """A free name for a role: where it is reached from, and what it is to that."""
        room = max(_left(self.longest.get(target, 0)), _ROOM)
        wanted = (f"{origin}_{meaning}", f"{origin}_{meaning}_{target}")
        return self.taken.free(*wanted, longest=room)


def name_everything(catalogue: Catalogue) -> Names:
    """Names for a whole catalogue; who comes first, in order of schemas, gets the plain name."""
    taken, taken_cubes = Taken(UNSPEAKABLE), Taken(reserved_for_cubes())
    entities: dict[tuple[str, str], str] = {}
    cubes: dict[str, str] = {}
    attributes: dict[tuple[str, str, str], str] = {}
    longest: dict[str, int] = {}
    for number, table in enumerate(catalogue.tables, 1):
        plain = _identifier(table.name, f"table_{number}")
        wide = _identifier(f"{table.schema}_{table.name}", f"table_{number}")
        name = taken.free(plain, wide, longest=_LONGEST_ENTITY)
        entities[table.schema, table.name] = name
        cubes[name] = taken_cubes.free(name, wide, longest=_LONGEST_ENTITY)
        given = dict(_columns(table, name, cubes[name]))
        longest[name] = max(map(len, [*given.values(), KEY_DIMENSION]))
        attributes.update({(table.schema, table.name, key): item for key, item in given.items()})
    both = Taken([*reserved_for_cubes(), *UNSPEAKABLE, *cubes, *cubes.values()])
    return Names(entities, cubes, attributes, longest, both)


def key_meaning(table: Table, columns: Iterable[str], target: str) -> str:
    """What a key's columns say of its target: `bill_to_id` leads to the `bill_to`."""
    prefix = _prefix(table)
    stems = (_stem(snake_case(item).removeprefix(prefix), target) for item in columns)
    return "_".join(item for item in stems if item) or target


def member_names(cube: str, used: Iterable[str]) -> Callable[..., str]:
    """Gives free names to further members of a cube that has these."""
    taken = Taken([*used, *reserved_for_members(), *UNSPEAKABLE, KEY_DIMENSION])
    room = _left(max(len(cube), _ROOM))
    return lambda *wanted: taken.free(*wanted, longest=room)


def _columns(table: Table, entity: str, cube: str) -> Iterable[tuple[str, str]]:
    give = member_names(cube, ())
    for number, column in enumerate(table.columns, 1):
        plain = _identifier(column.name, f"column_{number}")
        yield column.name, give(plain, f"{entity}_{plain}")


def _left(length: int) -> int:
    """What an alias leaves to its other half."""
    return LONGEST - len("__") - length


def _identifier(name: str, otherwise: str) -> str:
    plain = snake_case(name)
    if not plain:
        return otherwise
    return f"n_{plain}" if plain[0].isdigit() else plain


def _stem(column: str, target: str) -> str:
    if column in {f"{target}key", f"{target}id"}:
        return target
    for ending in _KEY_ENDINGS:
        column = column.removesuffix(ending)
    return column


def _prefix(table: Table) -> str:
    """What most columns of a table begin with, as in `ss_item_sk`; tables are told apart by it."""
    found = Counter(
        match.group() for item in table.columns if (match := _PREFIX.match(snake_case(item.name)))
    )
    prefix, count = next(iter(found.most_common(1)), ("", 0))
    return prefix if count * 2 > len(table.columns) else ""
