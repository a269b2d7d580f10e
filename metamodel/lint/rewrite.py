"""Edits made in a document's text: what they do not touch keeps every byte."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from metamodel.model.edit import Edit, EditKind
from metamodel.model.spans import Span, Spans

_LAST = "-"


@dataclass(frozen=True, slots=True)
class _Splice:
    start: int
    end: int
    text: str


def rewritten(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made, all told by the pointers of the text as it was.

    An edit whose place is not there, or that overlaps one before it, is left out.
    """
    spans = Spans(text)
    found = (_splice(spans, edit) for edit in _apart(edits))
    done, pieces = 0, []
    for item in sorted((one for one in found if one), key=lambda one: (one.start, one.end)):
        if item.start >= done:
            pieces += [text[done : item.start], item.text]
            done = item.end
    return "".join([*pieces, text[done:]])


def _apart(edits: Iterable[Edit]) -> Iterable[Edit]:
    """One edit for each place, but for as many as there are at the end of an array."""
    seen: set[str | Edit] = set()
    for edit in edits:
        place = edit if edit.pointer.endswith(f"/{_LAST}") else edit.pointer
        if place not in seen:
            seen.add(place)
            yield edit


def _splice(spans: Spans, edit: Edit) -> _Splice | None:
    above, _, last = edit.pointer.rpartition("/")
    parent = spans.find(above)
    if parent is None or not edit.pointer:
        return None  # the whole document is nobody's part
    siblings = list(spans.below(parent).values())
    index = next((number for number, one in enumerate(siblings) if one.token == last), None)
    if index is None:
        is_added = edit.kind is EditKind.ADD
        return _added(spans.text, parent, siblings, last, edit.text) if is_added else None
    if edit.kind is EditKind.REMOVE:
        return _removed(siblings, index)
    return _Splice(siblings[index].value, siblings[index].end, edit.text)


def _added(
    text: str, parent: Span, siblings: Sequence[Span], last: str, new: str
) -> _Splice | None:
    is_array = text[parent.value] == "["
    if is_array != (last == _LAST) or text[parent.value] not in "{[":
        return None
    key = "" if is_array else json.dumps(last.replace("~1", "/").replace("~0", "~")) + ": "
    if not siblings:
        at = parent.value + 1
        return _Splice(at, at, f"{key}{new}")
    # Items go on as they did: each on a line of its own, or all on one.
    before = parent.value + 1 if len(siblings) == 1 else siblings[-2].end
    blank = text[before : siblings[-1].start].replace(",", "", 1)
    end = siblings[-1].end
    return _Splice(end, end, f",{blank or ' '}{key}{new}")


def _removed(siblings: Sequence[Span], index: int) -> _Splice:
    if index:
        return _Splice(siblings[index - 1].end, siblings[index].end, "")
    following = siblings[1].start if len(siblings) > 1 else siblings[0].end
    return _Splice(siblings[0].start, following, "")
