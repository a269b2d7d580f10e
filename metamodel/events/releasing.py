"""The next release of a topic's schema, as files."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from metamodel.events._golden import golden_event
from metamodel.events._released import FOLDER, Release, schema_text
from metamodel.events._rule import Subject
from metamodel.events.linting import lint
from metamodel.events.rules.avr011_unreleased import Unreleased
from metamodel.kernel.errors import RampartError
from metamodel.model.finding import Finding


class ReleaseRefused(RampartError):
    """A schema cannot be released as it is; nothing was written."""

    code = "EVT-005"
    hint = "`rampart streaming schema check` shows each fault with its cure."

    def __init__(self, faults: tuple[Finding, ...]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return "; ".join(fault.message for fault in self.faults)


@dataclass(frozen=True, slots=True)
class NewRelease:
    """A release that is not written yet."""

    topic: str
    release: Release

    @property
    def files(self) -> dict[str, str]:
        """Its texts by their path below `metamodel/events`."""
        stem = f"{FOLDER}/{self.topic}/{self.release.number}"
        return {
            f"{stem}.avsc": self.release.text,
            f"{stem}.golden.json": self.release.golden.text,
        }


def next_releases(subjects: Sequence[Subject]) -> list[NewRelease]:
    """A release for each topic that differs from its latest one. Raises ReleaseRefused."""
    faults = lint(subjects, without=(Unreleased.code,))
    if faults:
        raise ReleaseRefused(tuple(faults))
    return [_next(subject) for subject in subjects if _differs(subject)]


def ids_with(ids: Mapping[str, Sequence[int]], new: Sequence[NewRelease]) -> str:
    """The text of `ids.json` with the next free id for each new release."""
    held = {name: [*numbers] for name, numbers in ids.items()}
    for item in new:
        free = max((number for numbers in held.values() for number in numbers), default=0) + 1
        held.setdefault(item.topic, []).append(free)
    lines = [f"  {json.dumps(name)}: {json.dumps(held[name])}" for name in sorted(held)]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _differs(subject: Subject) -> bool:
    latest = subject.released[-1].text if subject.released else ""
    return latest != schema_text(subject.schema)


def _next(subject: Subject) -> NewRelease:
    number = len(subject.released) + 1
    schema = subject.schema
    release = Release(number, schema_text(schema), golden_event(schema))
    return NewRelease(subject.topic.name, release)
