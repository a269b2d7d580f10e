"""AVR003."""

import re
from collections.abc import Iterator

from metamodel.events._places import fields, logical_types
from metamodel.events._rule import SchemaRule, Subject
from metamodel.model.finding import Finding

_MOMENTS = frozenset(
    {
        "date",
        "local-timestamp-micros",
        "local-timestamp-millis",
        "time-micros",
        "time-millis",
        "timestamp-micros",
        "timestamp-millis",
    }
)
_NAME = re.compile(r".*_(at|date|day|on|time)")
_UTC = re.compile(r"\bUTC\b")


class BareMoment(SchemaRule):
    """A time or a date is a number or a text without a logical type.

    Why: each reader guesses its unit and its zone, and some guess wrongly.

    Bad: `{"name": "ended_at", "type": "long", "doc": "When it ended, UTC."}`.
    Good: `{"name": "ended_at", "type": {"type": "long", "logicalType": "timestamp-millis"}}`.
    """

    code = "AVR003"
    cure = "Take `TIMESTAMP` or `DATE` of `metamodel/events/_contract.py` for its type."

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, field, _ in fields(subject.schema):
            is_moment = _NAME.fullmatch(field["name"]) or _UTC.search(field.get("doc", ""))
            if is_moment and not logical_types(field["type"]) & _MOMENTS:
                yield self.found(subject, place, "is a time or date without a logical type")
