"""Where each value of a JSON text stands, which JSON parsers do not tell."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from json.decoder import scanstring  # type: ignore[attr-defined]

_BLANK = re.compile(r"[ \t\r\n]*")
_ATOM = re.compile(r"[^\s,\]}]+")


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text; both count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A key that one object holds twice."""

    pointer: str
    key: str
    position: Position


@dataclass(slots=True)
class PositionIndex:
    """Where the values of one text stand, by JSON pointer, and which keys are doubled."""

    positions: dict[str, Position] = field(default_factory=dict)
    duplicates: list[Duplicate] = field(default_factory=list)


def escape(key: str) -> str:
    """One reference token of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def pointer(*tokens: object) -> str:
    """A JSON pointer from keys and indexes."""
    return "".join(f"/{escape(str(token))}" for token in tokens)


def nearest(positions: Mapping[str, Position], place: str) -> Position:
    """The position of a pointer, or of its nearest ancestor that has one."""
    while place and place not in positions:
        place = place.rpartition("/")[0]
    return positions.get(place, Position(1, 1))


def index_positions(text: str) -> PositionIndex:
    """Every value's position in a text that is known to be JSON; a member's is that of its key."""
    return _Walk(text).run()


class _Walk:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._found = PositionIndex()

    def run(self) -> PositionIndex:
        self._value("", self._position())
        return self._found

    def _position(self) -> Position:
        line = bisect_right(self._starts, self._at)
        return Position(line, self._at - self._starts[line - 1] + 1)

    def _skip(self, width: int = 0) -> str:
        """Step over `width` characters and the blanks after them; the character found there."""
        match = _BLANK.match(self._text, self._at + width)
        self._at = match.end() if match else self._at
        return self._text[self._at : self._at + 1]

    def _string(self) -> str:
        value, self._at = scanstring(self._text, self._at + 1)
        return str(value)

    def _value(self, place: str, position: Position) -> None:
        self._found.positions[place] = position
        character = self._skip()
        if character == "{":
            self._object(place)
        elif character == "[":
            self._array(place)
        elif character == '"':
            self._string()
        else:
            match = _ATOM.match(self._text, self._at)
            self._at = match.end() if match else self._at + 1

    def _object(self, place: str) -> None:
        seen: set[str] = set()
        character = self._skip(1)
        while character and character != "}":
            position = self._position()
            key = self._string()
            member = f"{place}/{escape(key)}"
            if key in seen:
                self._found.duplicates.append(Duplicate(member, key, position))
            seen.add(key)
            self._skip()
            self._skip(1)
            self._value(member, position)
            character = self._skip()
            if character == ",":
                character = self._skip(1)
        self._at += 1

    def _array(self, place: str) -> None:
        character, index = self._skip(1), 0
        while character and character != "]":
            self._value(f"{place}/{index}", self._position())
            index += 1
            character = self._skip()
            if character == ",":
                character = self._skip(1)
        self._at += 1
