"""AVR006."""

from collections.abc import Iterator

from metamodel.events._places import named_types
from metamodel.events._rule import SchemaRule, Subject
from metamodel.model.finding import Finding

UNKNOWN = "UNKNOWN"


class UnfitEnum(SchemaRule):
    """An enum does not begin with the symbol UNKNOWN, or that is not its default.

    Why: a reader that is older than a new symbol reads the default; without one it fails.

    Bad: `{"symbols": ["BUILT", "FAILED"]}`.
    Good: `{"symbols": ["UNKNOWN", "BUILT", "FAILED"], "default": "UNKNOWN"}`.
    """

    code = "AVR006"
    cure = "Use `enum` of `metamodel/events/_contract.py`, with UNKNOWN as the first state."

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, kind in named_types(subject.schema):
            if kind["type"] != "enum":
                continue
            if kind["symbols"][:1] != [UNKNOWN]:
                yield self.found(subject, place, f"is an enum that does not begin with {UNKNOWN}")
            if kind.get("default") != UNKNOWN:
                yield self.found(subject, place, f"is an enum whose default is not {UNKNOWN}")
