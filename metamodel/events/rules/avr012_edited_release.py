"""AVR012."""

from collections.abc import Iterator

from metamodel.events._golden import fault_of
from metamodel.events._places import Place
from metamodel.events._rule import SchemaRule, Subject
from metamodel.model.finding import Finding


class EditedRelease(SchemaRule):
    """A released schema was edited, or its golden event is not read any more as it was written.

    Why: bytes of that release lie in the log; a registry keeps the schema it was given.

    Bad: a corrected `doc` in `released/<topic>/1.avsc`.
    Good: release 2.
    """

    code = "AVR012"
    cure = "Take the file back to what was committed with its release; change the topic's file."

    def check(self, subject: Subject) -> Iterator[Finding]:
        for release in subject.released:
            if not release.is_untouched:
                fault = "is not the schema its golden event was made with"
            elif (reason := fault_of(release, subject.schema)) is None:
                continue
            else:
                fault = f"wrote an event that is not read as it was written: {reason}"
            yield self.found(subject, Place(), f"of release {release.number} {fault}")
