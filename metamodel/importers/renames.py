"""Names that were changed by hand: an import learns them before it is merged.

A renamed attribute is known by its column, an entity and a relation by their id. Whatever an import
says of them by their first names is said by the new ones, so that a new relation finds its ends.
"""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from metamodel.model.references import Reference, replace_references

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Renames:
    """First names -> names by hand; attributes and measures by their entity's first name."""

    nodes: Mapping[str, str]
    members: Mapping[str, Mapping[str, str]]


def find_renames(base: Json, hand: Json) -> Renames:
    """What the hand calls otherwise than the last import did."""
    nodes: dict[str, str] = {}
    members: dict[str, dict[str, str]] = {}
    for before, after in _pairs(base, hand, "entities", "id"):
        name = before["name"]
        nodes[name] = str(after.get("name") or name)
        attributes = _pairs(before, after, "attributes", "column")
        members[name] = {one["name"]: str(two.get("name")) for one, two in attributes}
    for before, after in _pairs(base, hand, "relations", "id"):
        if before.get("role") and after.get("role"):
            nodes[before["role"]] = after["role"]
    return Renames(nodes, members)


def renamed(document: Json, renames: Renames) -> Json:
    """A copy of an import's document in the hand's words."""
    made = copy.deepcopy(document)
    entities = {item["role"]: item["to"] for item in made["relations"] if item.get("role")}
    entities |= {item["name"]: item["name"] for item in made["entities"]}
    for relation in made["relations"]:
        origin = renames.members.get(entities.get(relation["from"], ""), {})
        target = renames.members.get(relation["to"], {})
        for pair in relation["on"]:
            pair["from"] = origin.get(pair["from"], pair["from"])
            pair["to"] = target.get(pair["to"], pair["to"])
        for key in ("from", "to", "role"):
            if key in relation:
                relation[key] = renames.nodes.get(relation[key], relation[key])
    for entity in made["entities"]:
        rename_entity(entity, renames)
    return made


def rename_entity(entity: Json, renames: Renames) -> None:
    """The same for one entity, in place."""
    names = renames.members.get(entity["name"], {})
    entity["name"] = renames.nodes.get(entity["name"], entity["name"])
    entity["keys"]["primary"] = [names.get(name, name) for name in entity["keys"]["primary"]]
    for item in entity["attributes"]:
        item["name"] = names.get(item["name"], item["name"])
    for key, place in (
        ("time", "dimension"),
        ("tenancy", "attribute"),
        ("softDelete", "attribute"),
    ):
        if place in entity.get(key, {}):
            entity[key][place] = names.get(entity[key][place], entity[key][place])
    for measure in entity["measures"]:
        if "expression" in measure:
            measure["expression"] = in_hand_words(measure["expression"], names)


def in_hand_words(expression: str, names: Mapping[str, str]) -> str:
    """An expression over an entity's own attributes with their new names."""

    def new(reference: Reference) -> str:
        if reference.node is not None or reference.member is None:
            return str(reference)
        return str(Reference(None, names.get(reference.member, reference.member)))

    return replace_references(expression, new)


def _pairs(before: Json, after: Json, key: str, identity: str) -> Iterator[tuple[Json, Json]]:
    """Items of both sides that are the same thing."""
    theirs = after.get(key)
    known = {
        item[identity]: item
        for item in (theirs if isinstance(theirs, list) else [])
        if isinstance(item, dict) and isinstance(item.get(identity), str)
    }
    for item in before.get(key, []):
        if item[identity] in known:
            yield item, known[item[identity]]
