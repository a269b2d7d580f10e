"""One change of a document's text, told by JSON pointer."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class EditKind(StrEnum):
    """What happens at the place, in the words of JSON Patch."""

    ADD = "add"
    REPLACE = "replace"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Edit:
    """Change one value; `text` is the new one as JSON. Adding to an array's end is at `-`."""

    kind: EditKind
    pointer: str  # RFC 6901
    text: str = ""

    @classmethod
    def add(cls, pointer: str, value: object) -> Self:
        """A new key of an object, or a new last item of an array."""
        return cls(EditKind.ADD, pointer, _json(value))

    @classmethod
    def append(cls, pointer: str, value: object, *, after: Sequence[object]) -> Self:
        """A further item of an array; one that holds nothing yet may not be there at all."""
        return cls.add(f"{pointer}/-", value) if after else cls.add(pointer, [value])

    @classmethod
    def replace(cls, pointer: str, value: object) -> Self:
        """Another value in the place of the one that is there."""
        return cls(EditKind.REPLACE, pointer, _json(value))

    @classmethod
    def remove(cls, pointer: str) -> Self:
        """A key of an object or an item of an array goes."""
        return cls(EditKind.REMOVE, pointer)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
