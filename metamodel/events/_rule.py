"""What every rule for schemas is, and what it gives."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from metamodel.events._contract import Schema, Topic
from metamodel.events._places import Place
from metamodel.events._released import Release
from metamodel.model.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic as its file says it, and what was released of it, oldest first."""

    topic: type[Topic]
    released: tuple[Release, ...]

    @property
    def schema(self) -> Schema:
        """The schema as it is now."""
        return self.topic.schema


class SchemaRule(ABC):
    """One fault a schema can have; its docstring is its page in the reference."""

    code: ClassVar[str]
    cure: ClassVar[str]
    severity: ClassVar[Severity] = Severity.ERROR
    enabled: ClassVar[bool] = True
    why_off: ClassVar[str] = ""

    @abstractmethod
    def check(self, subject: Subject) -> Iterator[Finding]:
        """Every place that has the fault."""

    def found(self, subject: Subject, place: Place, message: str) -> Finding:
        """The fault at a place; its file is the topic's."""
        path = f"{subject.topic.__module__.replace('.', '/')}.py"
        words = f"{subject.topic.name}: {place} {message}"
        return Finding(self.code, self.severity, place.pointer, words, self.cure, path=path)
