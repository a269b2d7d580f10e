"""What every naming rule is, and what it gives."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from metamodel.model.finding import Finding, Severity
from metamodel.naming.dictionary import Dictionary
from metamodel.naming.names import CollectedName, NameKind


class Fix(StrEnum):
    """Who may write a better name in."""

    SAFE = "SAFE"  # the program: the name is known nowhere else
    UNSAFE = "UNSAFE"  # the program when told so: others may have stored or may ask for the name
    NONE = "none"  # people: the better name is a proposal


@dataclass(frozen=True, slots=True)
class Fault:
    """One name that breaks one rule; `better` is a name that does not, where there is one."""

    code: str
    severity: Severity
    name: CollectedName
    message: str
    cure: str
    better: str | None
    fix: Fix

    @property
    def finding(self) -> Finding:
        """The same for people and for programs."""
        item = self.name
        cure = f"Call it `{self.better}`. {self.cure}" if self.better else self.cure
        if self.better and self.fix is not Fix.NONE:
            cure += f" ({self.fix} fix)"
        message = f"the {item.kind.replace('_', ' ')} `{item.text}` {self.message}"
        place = (item.line, item.column, item.path)
        return Finding(self.code, self.severity, item.pointer, message, cure, *place)


@dataclass(frozen=True)
class Survey:
    """All names that were collected, and what they are judged by."""

    names: tuple[CollectedName, ...]
    dictionary: Dictionary
    today: date

    def of(self, kinds: Iterable[NameKind]) -> Iterator[CollectedName]:
        """Names of these kinds, but for the fixed and for old ones that still work."""
        wanted = frozenset(kinds)
        for name in self.names:
            if name.kind in wanted and not self.is_allowed(name.kind, name.text):
                yield name

    def is_allowed(self, kind: NameKind, text: str) -> bool:
        """Is this name as it is, whatever rules say: fixed, or an alias before its end?"""
        return self.dictionary.is_fixed(kind, text) or any(
            item.kind is kind and item.old == text and self.today <= item.remove_after
            for item in self.dictionary.aliases
        )


class NamingRule(ABC):
    """One fault a name can have.

    The docstring of a rule is its page in the guide: what it wants, why, and examples that a test
    tries out: after `Bad:` and `Good:` names in code letters, each followed by its kind in brackets
    where it is not the rule's first one, and by facts (`order_count` (measure, type=count)).
    """

    code: ClassVar[str]
    kinds: ClassVar[tuple[NameKind, ...]]
    severity: ClassVar[Severity] = Severity.ERROR
    fix: ClassVar[Fix] = Fix.NONE
    cure: ClassVar[str]
    enabled: ClassVar[bool] = True
    why_off: ClassVar[str] = ""

    def check(self, survey: Survey) -> Iterator[Fault]:
        """Every name of the rule's kinds that has the fault."""
        for name in survey.of(self.kinds):
            yield from self.judge(name, survey)

    @abstractmethod
    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        """What is wrong with one name; nothing if it is right."""

    def wrong(self, name: CollectedName, message: str, better: str | None = None) -> Fault:
        """A fault of this rule; a better name that is none is left out."""
        proposed = better if better and better != name.text else None
        return Fault(self.code, self.severity, name, message, self.cure, proposed, self.fix)
