"""AVR011."""

from collections.abc import Iterator

from metamodel.events._places import Place
from metamodel.events._released import schema_text
from metamodel.events._rule import SchemaRule, Subject
from metamodel.model.finding import Finding


class Unreleased(SchemaRule):
    """A schema differs from its latest release.

    Why: events would be written that no registry and no committed id knows.

    Bad: an edited file of a topic, and nothing new in `released`.
    Good: a release of every schema that is merged.
    """

    code = "AVR011"
    cure = "Run `rampart streaming schema release`, and commit what it writes."

    def check(self, subject: Subject) -> Iterator[Finding]:
        if not subject.released:
            yield self.found(subject, Place(), "has no release")
        elif subject.released[-1].text != schema_text(subject.schema):
            number = subject.released[-1].number
            yield self.found(subject, Place(), f"differs from release {number}")
