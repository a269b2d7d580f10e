"""A YAML text as plain values, with the place of each, which YAML loaders do not tell."""

from dataclasses import dataclass, field
from typing import Any

import yaml

from metamodel.kernel.errors import RampartError
from metamodel.model.positions import Duplicate, Position, pointer

# The loader in C is ten times as fast; an installation without it has the same one in Python.
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 20
"""How deep values may be nested."""


class NoYaml(RampartError):
    """A text is no YAML, or YAML of a kind that is not taken here; where, and why."""

    code = "DECL-002"
    hint = "Correct the text at this place; anchors, aliases and merges are not taken."

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message, line, column)
        self.message, self.position = message, Position(line, column)


@dataclass(slots=True)
class YamlText:
    """What one text holds."""

    value: object = None
    positions: dict[str, Position] = field(default_factory=dict)
    duplicates: list[Duplicate] = field(default_factory=list)


def read_yaml(text: str) -> YamlText:
    """The values of one document and where they stand; a member stands where its key does.

    Raises NoYaml for what cannot be read, and for aliases: a short text could mean a huge value.
    """
    try:
        loader = _LOADER(text)
    except yaml.YAMLError as error:
        raise NoYaml(str(error).splitlines()[0], 1, 1) from error
    try:
        return _Walk(loader).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise NoYaml(str(error.problem or error.context), line, column) from error
    except (yaml.YAMLError, ValueError) as error:
        raise NoYaml(str(error).splitlines()[0], 1, 1) from error
    finally:
        loader.dispose()


class _Walk:
    """From the parser's events, because its own tree is built by recursion without a limit."""

    def __init__(self, loader: Any) -> None:  # its stub knows few of its methods
        self._loader = loader
        self._found = YamlText()

    def document(self) -> YamlText:
        self._next()  # the stream begins
        if isinstance(self._next(), yaml.StreamEndEvent):
            return self._found
        self._found.value = self._value(self._next(), "", 0)
        self._next()  # the document ends
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            raise NoYaml("a second document begins", *_numbers(after))
        return self._found

    def _next(self) -> yaml.Event:
        event: yaml.Event = self._loader.get_event()
        return event

    def _value(self, event: yaml.Event, place: str, depth: int) -> object:
        self._found.positions.setdefault(place, Position(*_numbers(event)))
        if depth > DEEPEST:
            raise NoYaml(f"this is nested in more than {DEEPEST} others", *_numbers(event))
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise NoYaml("what an anchor marks could be said twice", *_numbers(event))
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(place, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(place, depth)
        return self._scalar(event)

    def _mapping(self, place: str, depth: int) -> dict[str, object]:
        members: dict[str, object] = {}
        while not isinstance(key := self._next(), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent) or key.value == "<<":
                raise NoYaml("a key is no plain text", *_numbers(key))
            member, position = f"{place}{pointer(key.value)}", Position(*_numbers(key))
            if key.value in members:
                self._found.duplicates.append(Duplicate(member, key.value, position))
            self._found.positions[member] = position
            members[key.value] = self._value(self._next(), member, depth + 1)
        return members

    def _sequence(self, place: str, depth: int) -> list[object]:
        items: list[object] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._value(event, f"{place}/{len(items)}", depth + 1))
        return items

    def _scalar(self, event: Any) -> object:
        """None, bool, int, float, text or date, as YAML's own rules say."""
        value, implicit = event.value, event.implicit
        if not implicit[0]:  # it stands in quotes
            return value
        tag = self._loader.resolve(yaml.ScalarNode, value, implicit)
        made: object = self._loader.construct_object(yaml.ScalarNode(tag, value))
        return made


def _numbers(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1
