"""AVR009."""

from collections.abc import Iterator

from metamodel.events._places import fields, logical_types
from metamodel.events._rule import SchemaRule, Subject
from metamodel.model.finding import Finding


class ChangedLogicalType(SchemaRule):
    """A field has another logical type than in a release.

    Why: Avro and registries call it compatible, because the bytes are. But milliseconds read as
    microseconds are another time, and the codec takes the logical type of whoever wrote.

    Bad: `timestamp-millis` where `timestamp-micros` was.
    Good: a new field beside the old one.
    """

    code = "AVR009"
    cure = "Add a field with the new type, and remove the old one in a later release."

    def check(self, subject: Subject) -> Iterator[Finding]:
        for release in subject.released:
            before = {at.words: logical_types(old["type"]) for at, old, _ in fields(release.schema)}
            for place, field, _ in fields(subject.schema):
                now = logical_types(field["type"])
                then = before.get(place.words, now)
                if then != now:
                    words = " or ".join(sorted(then)) or "none"
                    told = f"has another logical type than in release {release.number}: {words}"
                    yield self.found(subject, place, told)
