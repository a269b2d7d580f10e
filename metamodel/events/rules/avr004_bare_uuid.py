"""AVR004."""

import re
from collections.abc import Iterator

from metamodel.events._places import fields, logical_types
from metamodel.events._rule import SchemaRule, Subject
from metamodel.model.finding import Finding

_UUID = re.compile(r"\bUUID(v\d)?\b")


class BareUuid(SchemaRule):
    """A field that says it is a UUID is a text without a logical type.

    Why: with one, what is no UUID is refused when it is read, once, and not in every reader.

    Bad: `{"name": "event_id", "type": "string", "doc": "UUIDv7 of the event."}`.
    Good: `{"name": "event_id", "type": {"type": "string", "logicalType": "uuid"}}`.
    """

    code = "AVR004"
    cure = "Take `UUID_TEXT` of `metamodel/events/_contract.py` for its type."

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, field, _ in fields(subject.schema):
            says_so = _UUID.search(field.get("doc", "")) or field["name"].endswith("uuid")
            if says_so and "uuid" not in logical_types(field["type"]):
                yield self.found(subject, place, "is a UUID without a logical type")
