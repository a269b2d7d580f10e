"""Suggestions that somebody has accepted: edits of the document, as if made by hand."""

import copy
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from metamodel.importers.renames import Renames, in_hand_words
from metamodel.importers.report import Suggestion, SuggestionKind

Json = dict[str, Any]
_UNDECLARED = {"mode": "shared"}
"""What a draft says of tenancy, because a document has to say something."""


def accept(
    document: Json,
    suggestions: Sequence[Suggestion],
    kinds: Collection[SuggestionKind],
    renames: Renames,
) -> tuple[Json, tuple[Suggestion, ...]]:
    """The document with the suggestions of these kinds, and the suggestions still open.

    What the document says already is left as it is.
    """
    made = copy.deepcopy(document)
    entities = {item.get("id"): item for item in made["entities"]}
    open_ones: list[Suggestion] = []
    for item in suggestions:
        entity = entities.get(item.entity)
        if entity is None or _settled(entity, item):
            continue
        if item.kind not in kinds:
            open_ones.append(item)
        elif item.key == "measures":
            entity.setdefault("measures", []).append(_in_hand_words(item, entity, renames))
        else:
            entity[item.key] = _in_hand_words(item, entity, renames)
    return made, tuple(open_ones)


def _settled(entity: Json, item: Suggestion) -> bool:
    """Has somebody decided it already, or removed the column it is about?"""
    if item.key == "measures":
        taken = {measure.get("name") for measure in entity.get("measures", [])}
        return item.value["name"] in taken
    if item.key == "tenancy":
        return bool(entity.get("tenancy") != _UNDECLARED)
    return item.key in entity


def _in_hand_words(item: Suggestion, entity: Json, renames: Renames) -> Any:
    first_names = {new: old for old, new in renames.nodes.items()}
    name = str(entity.get("name"))
    names = renames.members.get(first_names.get(name, name), {})
    value = dict(item.value)
    for key in ("dimension", "attribute"):
        if key in value:
            value[key] = names.get(value[key], value[key])
    if "expression" in value:
        value["expression"] = in_hand_words(value["expression"], names)
    return value


def missing_ends(document: Json, relations: Sequence[Json]) -> Iterator[Json]:
    """Relations that lead from or to what is not in the document."""
    entities = {item.get("name") for item in document["entities"]}
    nodes = entities | {item.get("role") for item in document.get("relations", [])}
    for item in relations:
        if item.get("from") not in nodes or item.get("to") not in entities:
            yield item
