"""Every way to change one key of a document."""

import copy
from dataclasses import dataclass
from typing import Any

from metamodel.modelgen.surface import document_keys

_WORDS = (
    "x",
    "number",
    "notEquals",
    "desc",
    "2 month",
    "next",
    "one_to_one",
    "2.0.0",
    "text",
    "2001-02-03",
)


@dataclass(frozen=True)
class Edit:
    """Another value at a place, or none."""

    place: tuple[Any, ...]
    value: Any
    gone: bool

    @property
    def path(self) -> str:
        """The place as a pointer."""
        return "".join(f"/{step}" for step in self.place)


def edits(document: Any) -> list[Edit]:
    """For every key with a value: gone, and some other values."""
    found = []
    for places in document_keys(document).values():
        for place in places:
            found.append(Edit(place, None, gone=True))
            found += [Edit(place, value, gone=False) for value in _others(_at(document, place))]
    return found


def edited(document: Any, edit: Edit) -> Any:
    """A copy with the edit done."""
    other = copy.deepcopy(document)
    holder = _at(other, edit.place[:-1])
    if edit.gone:
        del holder[edit.place[-1]]
    else:
        holder[edit.place[-1]] = edit.value
    return other


def _at(document: Any, place: tuple[Any, ...]) -> Any:
    for step in place:
        document = document[step]
    return document


def _others(value: Any) -> list[Any]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | float):
        return [value + 1]
    if isinstance(value, str):
        return [f"{value}_x", *(word for word in _WORDS if word != value)]
    if isinstance(value, list):
        return [value[:-1], [*value, *value[-1:]]]
    return [{"changed": True}]
