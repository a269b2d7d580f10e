"""A document that is read again and again: an edit inside one entity costs that entity alone."""

from bisect import bisect_right
from dataclasses import dataclass, replace

from pydantic import ValidationError

from metamodel.model.entity import Entity
from metamodel.model.load import Loaded, has_doubled_keys, load, own_text
from metamodel.model.metamodel import Metamodel
from metamodel.model.spans import Spans


@dataclass(frozen=True, slots=True)
class _Entities:
    """Where each entity's text begins and ends."""

    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, text: str) -> "_Entities":
        spans = Spans(text)
        array = spans.find("/entities")
        found = list(spans.below(array).values()) if array else []
        return cls([one.value for one in found], [one.end for one in found])

    def around(self, start: int, end: int) -> int | None:
        """The entity inside whose braces [start, end) lies."""
        index = bisect_right(self.starts, start - 1) - 1
        return index if index >= 0 and end < self.ends[index] else None

    def moved(self, index: int, by: int) -> "_Entities":
        """The same after one entity has grown."""
        starts = [at + by if number > index else at for number, at in enumerate(self.starts)]
        ends = [at + by if number >= index else at for number, at in enumerate(self.ends)]
        return _Entities(starts, ends)


class Reader:
    """Reads as `load` does, and gives the same; what did not change stays the same object."""

    def __init__(self) -> None:
        self._newest: Loaded | None = None
        self._entities: _Entities | None = None

    def read(self, text: str, path: str = "") -> Loaded:
        """The document; never raises for what the text says."""
        known = self._newest
        if known is not None and (known.text, known.path) == (text, path):
            return known
        found = self._edited(known, text) if known is not None and known.path == path else None
        if found is None:
            found, self._entities = load(text, path), None
        # What has faults is forgotten, so that the cure is compared with the last good text.
        if found.model is not None:
            self._newest = found
        return found

    def _edited(self, known: Loaded, text: str) -> Loaded | None:
        """The known document with one entity read anew; None if more than that has changed."""
        if known.model is None:
            return None
        entities = self._entities = self._entities or _Entities.of(known.text)
        start = _shared(known.text, text)
        most = min(len(known.text), len(text)) - start
        end = len(known.text) - _shared_end(known.text, text, most)
        index, grown = entities.around(start, end), len(text) - len(known.text)
        if index is None:
            return None
        entity = _entity(text[entities.starts[index] : entities.ends[index] + grown])
        if entity is None:
            return None
        self._entities = entities.moved(index, grown)
        return replace(known, text=text, model=_with(known.model, index, entity))


def _entity(text: str) -> Entity | None:
    """None for a text that is no faultless entity: then the whole document is looked at."""
    try:
        if has_doubled_keys(text):
            return None
        return Entity.model_validate_json(own_text(text))
    except (ValueError, RecursionError, ValidationError):
        return None


def _with(model: Metamodel, index: int, entity: Entity) -> Metamodel:
    fields = {name: getattr(model, name) for name in model.model_fields_set}
    entities = (*model.entities[:index], entity, *model.entities[index + 1 :])
    return Metamodel.model_construct(model.model_fields_set, **{**fields, "entities": entities})


def _shared_end(one: str, other: str, most: int) -> int:
    """How many of their last characters are the same, up to `most`."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
