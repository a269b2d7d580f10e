"""AVR002."""

import re
from collections.abc import Iterator

from metamodel.events._places import fields, named_types
from metamodel.events._rule import SchemaRule, Subject
from metamodel.model.finding import Finding

_SENTENCE = re.compile(r"[A-Z0-9`].+\.", re.DOTALL)


class Undocumented(SchemaRule):
    """A record, an enum or a field does not say in a sentence what it means.

    Why: the schema is all that people of another team have.

    Bad: `{"name": "rows", "type": "long"}`.
    Good: `{"name": "rows", "type": "long", "doc": "Rows in the built tables."}`.
    """

    code = "AVR002"
    cure = "Add a `doc`: one sentence, with the unit of a number and what null means."

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, item in (
            *named_types(subject.schema),
            *((place, field) for place, field, _ in fields(subject.schema)),
        ):
            if not _SENTENCE.fullmatch(item.get("doc", "")):
                yield self.found(subject, place, f"(`{item['name']}`) does not say what it means")
