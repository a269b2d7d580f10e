"""Read `streaming.yaml`: the declaration, or everything that is wrong with it at once."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ValidationError

from metamodel.kernel.errors import RampartError
from metamodel.model.finding import Finding, Severity
from metamodel.model.positions import pointer
from metamodel.streaming.cross_checks import Topics, cross_check
from metamodel.streaming.declaration import Declaration
from metamodel.streaming.yaml_text import NoYaml, YamlText, read_yaml

SHAPE_FAULT = "DCL001"


class DeclarationRefused(RampartError):
    """The declaration of streaming has faults; each is in `findings`."""

    code = "DECL-001"
    hint = "Every finding names its line and its cure; docs/reference/streaming.md is the result."

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
        return "\n".join([f"{self.code} the declaration has {len(self.findings)} faults", *lines])


@dataclass(frozen=True, slots=True)
class LoadedDeclaration:
    """What reading gave; `declaration` is None if something is wrong with it."""

    declaration: Declaration | None
    findings: tuple[Finding, ...]

    def require(self) -> Declaration:
        """The declaration. Raises DeclarationRefused with every fault if there is none."""
        if self.declaration is None:
            raise DeclarationRefused(self.findings)
        return self.declaration


def load_declaration(text: str, topics: Topics, path: str = "") -> LoadedDeclaration:
    """Read YAML and hold it against the events' own files; never raises for what it says.

    A text that is no YAML has one fault; else all faults of its shape are found at once, and if it
    has none, all of its meaning. What is only worth a warning is in `findings` of a declaration.
    """
    try:
        read = read_yaml(text)
    except NoYaml as error:
        place = (error.position.line, error.position.column, path)
        fault = Finding(SHAPE_FAULT, Severity.ERROR, "", error.message, error.hint, *place)
        return LoadedDeclaration(None, (fault,))
    declaration, faults = _read(read)
    if declaration is not None and not faults:
        faults = list(cross_check(declaration, topics))
    located = sorted((item.located(read.positions, path) for item in faults), key=lambda f: f.order)
    refused = any(item.severity.blocks for item in located)
    return LoadedDeclaration(None if refused else declaration, tuple(located))


def _read(read: YamlText) -> tuple[Declaration | None, list[Finding]]:
    faults = [
        _fault(item.pointer, f"the key `{item.key}` stands twice", "Keep one of the two.")
        for item in read.duplicates
    ]
    try:
        return Declaration.model_validate(read.value), faults
    except ValidationError as error:
        return None, faults + list(_shape_faults(error))


def _fault(place: str, message: str, cure: str) -> Finding:
    return Finding(SHAPE_FAULT, Severity.ERROR, place, message, cure)


def _shape_faults(error: ValidationError) -> Iterator[Finding]:
    for item in error.errors(include_url=False):
        place = [step for step in item["loc"] if step != "[key]"]
        message = item["msg"].removeprefix("Value error, ")
        if item["type"] == "missing":
            yield _fault(pointer(*place), f"`{place[-1]}` is missing", "Add it here.")
        elif item["type"] == "extra_forbidden":
            yield _fault(pointer(*place), f"`{place[-1]}` is not a key here", _known(place))
        else:
            cure = "docs/reference/streaming.md has the grammar."
            yield _fault(pointer(*place), message, cure)


def _known(place: Sequence[int | str]) -> str:
    """Which keys may stand at the end of `place`, the likeliest first."""
    names = list(_part_at(Declaration, place[:-1]).model_fields)
    close = difflib.get_close_matches(str(place[-1]), names, n=1)
    return f"{f'Did you mean `{close[0]}`? ' if close else ''}Known keys: {', '.join(names)}."


def _part_at(part: type[BaseModel], place: Sequence[int | str]) -> type[BaseModel]:
    for token in place:
        info = part.model_fields.get(str(token))
        part = (_part_in(info.annotation) if info else None) or part
    return part


def _part_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if found := _part_in(argument):
            return found
    return None
