"""AVR001."""

import json
from collections.abc import Iterator
from copy import deepcopy

from avro.errors import AvroException
from avro.schema import parse
from fastavro import parse_schema
from fastavro.schema import SchemaParseException, UnknownType

from metamodel.events._places import Place, fields
from metamodel.events._rule import SchemaRule, Subject
from metamodel.model.finding import Finding

_REFUSALS = (AvroException, SchemaParseException, UnknownType, LookupError, TypeError, ValueError)


class NoAvro(SchemaRule):
    """A schema is not valid Avro, or a default is no value of its field's first type.

    Why: registries and other languages' clients refuse it, some only when the default is needed.

    Bad: `{"type": "text"}`, `{"type": ["null", "long"], "default": 0}`.
    Good: `{"type": "string"}`, `{"type": ["null", "long"], "default": null}`.
    """

    code = "AVR001"
    cure = "Write it as the Avro specification has it; a default belongs to the first type."

    def check(self, subject: Subject) -> Iterator[Finding]:
        try:  # each of the two lets something pass that the other refuses
            parse_schema(deepcopy(subject.schema))
            parse(json.dumps(subject.schema))
        except _REFUSALS as refused:
            yield self.found(subject, Place(), f"is no Avro: {refused}")
            return
        for place, field, _ in fields(subject.schema):
            kind = field["type"][0] if isinstance(field["type"], list) else field["type"]
            if "default" in field and not _fits(field["default"], kind):
                yield self.found(subject, place, f"has a default that is no {kind}")


def _fits(value: object, kind: object) -> bool:
    """What the parser lets pass: a default of a later type of a union, and true as a number."""
    if kind in ("int", "long"):
        return isinstance(value, int) and not isinstance(value, bool)
    return kind != "null" or value is None
