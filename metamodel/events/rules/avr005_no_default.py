"""AVR005."""

from collections.abc import Iterator

from metamodel.events._places import fields, logical_types, named_types, short
from metamodel.events._rule import SchemaRule, Subject
from metamodel.model.finding import Finding


class NoDefault(SchemaRule):
    """A field that was added after release 1 has no default, or one that is no moment or UUID.

    Why: events of before do not have the field. The codec hands a default out as it stands in the
    schema: a reader would get a number where it expects a date.

    Bad: `{"name": "rows", "type": "long"}`,
    `{"name": "ended_on", "type": {"type": "int", "logicalType": "date"}, "default": 0}`.
    Good: `{"name": "rows", "type": ["null", "long"], "default": null}`.
    """

    code = "AVR005"
    cure = "Use `optional` or `added` of `metamodel/events/_contract.py`."

    def check(self, subject: Subject) -> Iterator[Finding]:
        first = {
            short(kind["name"]): {each["name"] for each in kind.get("fields", ())}
            for release in subject.released[:1]
            for _, kind in named_types(release.schema)
        }
        for place, field, record in fields(subject.schema):
            if "default" in field:
                if logical_types(field["type"]) and field["default"]:
                    yield self.found(subject, place, "has a default without its logical type")
                continue
            known = first.get(short(record["name"]), {field["name"]})
            if not known & {field["name"], *field.get("aliases", ())}:
                yield self.found(subject, place, "was added after release 1 and has no default")
