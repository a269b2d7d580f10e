"""AVR010."""

from collections.abc import Iterator

from metamodel.events._places import Place
from metamodel.events._rule import SchemaRule, Subject
from metamodel.events.compatibility import breaches
from metamodel.model.finding import Finding


class Incompatible(SchemaRule):
    """A schema cannot read what a release wrote, or a release cannot read it.

    Which of them the topic's `compatibility` asks for.

    Why: events of every release stay in the log, and readers are never all replaced at once.

    Bad: a field's `string` becomes `long`.
    Good: a new field with a default, or a new major version of the topic.
    """

    code = "AVR010"
    cure = "Keep the field and add another with a default, or begin a new major version."

    def check(self, subject: Subject) -> Iterator[Finding]:
        released = {release.number: release.schema for release in subject.released}
        for breach in breaches(subject.topic.compatibility, subject.schema, released):
            for obstacle in breach.obstacles:
                yield self.found(
                    subject, Place("", obstacle.place), f"{breach}: it {obstacle.reason}"
                )
