"""Where single values of a JSON text stand, found on the way to them instead of all beforehand."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from json.decoder import scanstring  # type: ignore[attr-defined]

from metamodel.model.positions import Position, escape, index_positions

_BLANK = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Span:
    """One value: its last reference token, where its key begins, it begins itself, and it ends."""

    token: str
    start: int
    value: int
    end: int


class Spans:
    """The values of a text that is known to be JSON, by JSON pointer."""

    def __init__(self, text: str) -> None:
        self.text = text
        first = self._skip(0)
        self._root = Span("", first, first, len(text))
        self._known: dict[int, dict[str, Span]] = {}

    def find(self, pointer: str) -> Span | None:
        """The value at a pointer; None if there is none."""
        here: Span | None = self._root
        for token in pointer.split("/")[1:]:
            here = self.below(here).get(token) if here else None
        return here

    def below(self, span: Span) -> Mapping[str, Span]:
        """The members of an object or the items of an array, in order; of doubles the last."""
        at = span.value
        if at not in self._known:
            is_container = self.text[at : at + 1] in {"{", "["}
            self._known[at] = {one.token: one for one in self._read(at)} if is_container else {}
        return self._known[at]

    def _read(self, at: int) -> Iterator[Span]:
        is_array, here, index = self.text[at] == "[", self._skip(at + 1), 0
        while self.text[here] not in "}]":
            start, token = here, str(index)
            if not is_array:
                key, here = scanstring(self.text, here + 1)
                token, here = escape(key), self._skip(self._skip(here) + 1)
            _, end = _DECODER.raw_decode(self.text, here)
            yield Span(token, start, here, end)
            index, here = index + 1, self._skip(end)
            if self.text[here] == ",":
                here = self._skip(here + 1)

    def _skip(self, at: int) -> int:
        match = _BLANK.match(self.text, at)
        return match.end() if match else at


class Positions(Mapping[str, Position]):
    """The lines and columns of a text's values by JSON pointer, each looked up when asked for."""

    def __init__(self, text: str) -> None:
        self._spans = Spans(text)
        self._lines: Sequence[int] = [0, *(match.end() for match in re.finditer("\n", text))]

    def __getitem__(self, pointer: str) -> Position:
        span = self._spans.find(pointer)
        if span is None:
            raise KeyError(pointer)
        # The whole document stands where its text begins, blanks included.
        at = span.start if pointer else 0
        line = bisect_right(self._lines, at)
        return Position(line, at - self._lines[line - 1] + 1)

    def __iter__(self) -> Iterator[str]:
        return iter(index_positions(self._spans.text).positions)

    def __len__(self) -> int:
        return len(index_positions(self._spans.text).positions)
