"""AVR008."""

from collections.abc import Iterator

from metamodel.events._places import named_types
from metamodel.events._rule import SchemaRule, Subject
from metamodel.model.finding import Finding
from metamodel.naming.channels import record_name


class ForeignNamespace(SchemaRule):
    """A record is not called as its channel, or a type in it has another namespace.

    Why: generated classes are found by the channel, and two topics' types never collide.

    Bad: `{"name": "Refresh", "namespace": "events"}` for the channel `core.preagg.refresh`.
    Good: `{"name": "Refresh", "namespace": "core.preagg"}`.
    """

    code = "AVR008"
    cure = "Use `event_record` with the channel's name; leave the namespace of inner types out."

    def check(self, subject: Subject) -> Iterator[Finding]:
        namespace, name = record_name(subject.topic.channel)
        for place, kind in named_types(subject.schema):
            if not place.words and (kind.get("namespace"), kind["name"]) != (namespace, name):
                yield self.found(subject, place, f"is not called `{namespace}.{name}`")
            elif kind.get("namespace", namespace) != namespace or "." in kind["name"]:
                yield self.found(subject, place, f"has a type outside of `{namespace}`")
