"""Schemas as one names them on a command line, and what lies between two of them."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from metamodel.events._catalogue import topics
from metamodel.events._contract import Compatibility, Schema
from metamodel.events._released import releases
from metamodel.events._rule import Subject
from metamodel.events.codec import SchemaIdMissing
from metamodel.events.compatibility import Obstacle, breaches, obstacles
from metamodel.events.differences import Difference, differences
from metamodel.events.linting import subjects
from metamodel.kernel.errors import RampartError
from metamodel.model.finding import Finding, Severity
from orchestration.adapters.schema_registry_http import HttpSchemaRegistry
from orchestration.flows.register_schemas import register_schemas, unregistered

_WIDEST = 60
_EVENT = "(event)"


class SchemaUnknown(RampartError):
    """No topic, release or file is called like this."""

    code = "EVT-006"
    hint = "Name a topic, one of its releases as `TOPIC@N`, or an .avsc file."
    exit_code = 2


@dataclass(frozen=True, slots=True)
class Step:
    """From one schema to another, and what the topic's mode says of it."""

    old: str
    new: str
    mode: Compatibility
    changes: tuple[Difference, ...]
    backward: tuple[Obstacle, ...]  # why the new one does not read what the old one writes
    forward: tuple[Obstacle, ...]
    broken: bool

    def as_json(self) -> dict[str, Any]:
        """All of it, for programs."""
        return {**asdict(self), "backward": _rows(self.backward), "forward": _rows(self.forward)}

    def text(self) -> str:
        """A line for each change, then who reads whom."""
        lines = [f"{self.old} -> {self.new}"]
        lines += [
            f"  {item.place or _EVENT:<28} {item.what:<9} {_cut(item.before)} -> {_cut(item.after)}"
            for item in self.changes
        ] or ["  no change"]
        for words, why in (("new reads old", self.backward), ("old reads new", self.forward)):
            reasons = "; ".join(f"{each.place or _EVENT} {each.reason}" for each in why)
            lines.append(f"  {words}: {f'no: {reasons}' if why else 'yes'}")
        lines.append(f"  {self.mode}: {'refused' if self.broken else 'allowed'}")
        return "\n".join(lines)


def asked(names: Sequence[str]) -> list[Subject]:
    """The topics of these names; none: all. Raises SchemaUnknown."""
    known = {each.topic.name: each for each in subjects()}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise SchemaUnknown(*unknown)
    return [known[name] for name in names or known]


def missing(url: str, found: Sequence[Subject]) -> list[Finding]:
    """What a registry does not have of these topics, or would refuse."""
    topic_of = {each.topic.name: each.topic for each in found}
    return [
        Finding(
            SchemaIdMissing.code,
            Severity.ERROR,
            "",
            f"{name} {words}",
            "Run `rampart streaming schema register` where you deploy.",
            path=f"{topic_of[name.split()[0]].__module__.replace('.', '/')}.py",
        )
        for name, words in unregistered(HttpSchemaRegistry(url), topic_of.values()).items()
    ]


def registered(url: str, found: Sequence[Subject]) -> dict[str, tuple[int, ...]]:
    """The ids of all releases of these topics, registered where they were not."""
    return register_schemas(HttpSchemaRegistry(url), [each.topic for each in found])


def placed(finding: Finding, root: Path) -> Finding:
    """A finding with the line of its topic's file where what it speaks of is written."""
    text = (root / finding.path).read_text(encoding="utf-8")
    _, _, words = finding.message.partition("`")
    name = words.partition("`")[0].rpartition(".")[2]
    quoted = text.find(f'"{name}"') if name else -1
    before = text[: quoted if quoted >= 0 else text.find("\nclass ") + 1]
    index = len(before)
    return replace(finding, line=before.count("\n") + 1, column=index - before.rfind("\n"))


def steps(old: str | None, new: str | None) -> list[Step]:
    """From A to B, from A to its topic's present schema, or of every topic since its release."""
    if old is None:
        released = [each for each in asked(()) if each.released]
        return [_step(f"{x.topic.name}@{len(x.released)}", x.topic.name) for x in released]
    return [_step(old, new or old.partition("@")[0])]


def _step(old: str, new: str) -> Step:
    before, after = _schema(old), _schema(new)
    topic = topics().get(new.partition("@")[0])
    mode = topic.compatibility if topic else Compatibility.FULL_TRANSITIVE
    return Step(
        old,
        new,
        mode,
        tuple(differences(before, after)),
        obstacles(after, before),
        obstacles(before, after),
        bool(breaches(mode, after, {1: before})),
    )


def _schema(name: str) -> Schema:
    """A schema by TOPIC, TOPIC@N or file. Raises SchemaUnknown."""
    topic, _, number = name.partition("@")
    found: Schema
    if Path(name).is_file():
        found = json.loads(Path(name).read_text(encoding="utf-8"))
        return found
    if topic not in topics():
        raise SchemaUnknown(name)
    if not number:
        return topics()[topic].schema
    for release in releases(topic):
        if str(release.number) == number:
            return release.schema
    raise SchemaUnknown(name)


def _rows(found: Sequence[Obstacle]) -> list[dict[str, str]]:
    return [asdict(each) for each in found]


def _cut(text: str) -> str:
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"
