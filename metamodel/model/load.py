"""Read a metamodel document: the model, where everything stands, and all that is wrong at once."""

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Never

import msgspec
from pydantic import BaseModel, ValidationError

from metamodel.kernel.errors import RampartError
from metamodel.kernel.quiet_gc import quiet_gc
from metamodel.model.finding import Finding, Severity
from metamodel.model.metamodel import Metamodel
from metamodel.model.positions import Duplicate, Position, index_positions, pointer
from metamodel.model.spans import Positions

SCHEMA_FAULT = "SCH001"


EXTENSION = '"x-'
"""How a key of somebody else's begins in the text."""

EDITOR_HINT = "$schema"
"""The document's own key for editors: where they find its schema."""

MOST_CHARACTERS = 64 * 1024 * 1024
"""Of one document; ten thousand entities have a third of it."""


class DocumentRefused(RampartError):
    """A document has faults; each is in `findings`."""

    code = "MOD-001"
    hint = "Every finding names its line and its cure (`rampart modelgen lint`)."

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(findings)
        self.findings = findings

    def __str__(self) -> str:
        return "; ".join(
            f"{item.line}:{item.column} {item.code} {item.message}" for item in self.findings
        )

    def explain(self) -> str:
        """How many, then every finding with its place and its cure."""
        lines = (item.text for item in self.findings)
        return "\n".join([f"{self.code} the document has {len(self.findings)} findings", *lines])


@dataclass(frozen=True)
class Loaded:
    """What reading one document gave; `model` is None when it has faults."""

    path: str
    text: str
    model: Metamodel | None
    faults: tuple[Finding, ...]

    @cached_property
    def positions(self) -> Mapping[str, Position]:
        """Where each value stands, by JSON pointer; looked up when somebody asks for it."""
        return Positions(self.text)

    def require(self) -> Metamodel:
        """The model. Raises DocumentRefused with every fault if there is none."""
        if self.model is None:
            raise DocumentRefused(self.faults)
        return self.model


def load(text: str, path: str = "") -> Loaded:
    """Read JSON text; never raises for what the text says.

    A text that is no JSON has one fault; else all schema faults and doubled keys are found at once.
    Keys that begin with `x-` are somebody else's and are passed over, as is the document's own
    `$schema`, which only editors read.
    """
    with quiet_gc():
        try:
            doubled = has_doubled_keys(text)
        except (ValueError, RecursionError) as error:
            return Loaded(path, "", None, (_no_json(error, path),))
        model, faults = _read(text)
    if not doubled and model is not None:
        return Loaded(path, text, model, ())
    index = index_positions(text)
    faults += [_doubled(item) for item in index.duplicates]
    located = sorted(
        (item.located(index.positions, path) for item in faults), key=lambda f: f.order
    )
    return Loaded(path, text, None, tuple(located))


def _read(text: str) -> tuple[Metamodel | None, list[Finding]]:
    try:
        return Metamodel.model_validate_json(_own_document(text)), []
    except ValidationError as error:
        return None, list(_schema_faults(error))


def has_doubled_keys(text: str) -> bool:
    """Does a key stand twice in one object?

    Raises ValueError and RecursionError for what is no JSON, or too much of it.
    """
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"{len(text)} characters are more than {MOST_CHARACTERS}")
    if _comes_back(text):
        return False
    doubled = []

    def one_object(pairs: list[tuple[str, Any]]) -> None:
        if len({key for key, _ in pairs}) != len(pairs):
            doubled.append(True)

    json.loads(text, object_pairs_hook=one_object, parse_constant=_refuse_constant)
    return bool(doubled)


def _comes_back(text: str) -> bool:
    """Is it the same after reading and writing, but for blanks?

    Then no key was lost, and that is found in C; unusual numbers and escapes are looked at by hand.
    """
    try:
        written = msgspec.json.encode(msgspec.json.decode(text))
        return written == msgspec.json.format(text, indent=-1).encode()
    except (ValueError, RecursionError):
        return False


def own_text(text: str) -> str:
    """The same JSON without keys that are somebody else's."""
    return json.dumps(_without_extensions(json.loads(text))) if EXTENSION in text else text


def _own_document(text: str) -> str:
    """The same, and without what the document itself tells editors."""
    own = own_text(text)
    if f'"{EDITOR_HINT}"' not in own:
        return own
    document = json.loads(own)
    if isinstance(document, dict) and isinstance(document.get(EDITOR_HINT), str):
        del document[EDITOR_HINT]
    return json.dumps(document)


def _without_extensions(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: item if key == "meta" else _without_extensions(item)
            for key, item in value.items()
            if not key.startswith("x-")
        }
    return [_without_extensions(item) for item in value] if isinstance(value, list) else value


def _doubled(item: Duplicate) -> Finding:
    words = f"the key `{item.key}` appears twice in one object"
    return _fault(item.pointer, words, "Keep one of the two.", item.position)


def _fault(place: str, message: str, cure: str, position: Position | None = None) -> Finding:
    line, column = (position.line, position.column) if position else (0, 0)
    return Finding(SCHEMA_FAULT, Severity.ERROR, place, message, cure, line, column)


def _refuse_constant(text: str) -> Never:
    raise ValueError(f"{text} is not a JSON number")


def _no_json(error: Exception, path: str) -> Finding:
    position = Position(1, 1)
    message = str(error) or type(error).__name__
    if isinstance(error, json.JSONDecodeError):
        position, message = Position(error.lineno, error.colno), error.msg
    elif isinstance(error, RecursionError):
        message = "nested too deeply"
    fault = _fault("", f"this is not JSON: {message}", "Correct the text at this place.", position)
    return fault.located({}, path)


def _schema_faults(error: ValidationError) -> Iterator[Finding]:
    for item in error.errors(include_url=False):
        place = [step for step in item["loc"] if step != "[key]"]
        kind, message = item["type"], item["msg"].removeprefix("Value error, ")
        if kind == "missing":
            yield _fault(pointer(*place), f"`{place[-1]}` is missing", "Add it to this object.")
        elif kind == "extra_forbidden":
            yield _fault(pointer(*place), f"`{place[-1]}` is not a key here", _known(place))
        else:
            cure = f"It is {_shown(item['input'])} now." if place else "Give one JSON object."
            yield _fault(pointer(*place), message, cure)


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    longest = 60
    return text if len(text) <= longest else f"{text[:longest]}…"


def _known(place: Sequence[int | str]) -> str:
    """Which keys the object at the end of `place` may have, the likeliest first."""
    names = _aliases(_part_at(place[:-1]))
    close = difflib.get_close_matches(str(place[-1]), names, n=1)
    hint = f"Did you mean `{close[0]}`? " if close else ""
    return f"{hint}Known keys: {', '.join(names)}."


def _part_at(place: Sequence[int | str]) -> type[BaseModel]:
    part: type[BaseModel] = Metamodel
    for token in place:
        if isinstance(token, str):
            part = next(
                (
                    found
                    for name, info in part.model_fields.items()
                    if (info.alias or name) == token and (found := _part_in(info.annotation))
                ),
                part,
            )
    return part


def _part_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if found := _part_in(argument):
            return found
    return None


def _aliases(part: type[BaseModel]) -> list[str]:
    return [info.alias or name for name, info in part.model_fields.items()]
