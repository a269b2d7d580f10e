"""What every rule for schemas gives."""

from collections.abc import Iterator

from metamodel.events._places import Place
from metamodel.events._rule import SchemaRule, Subject
from metamodel.model.finding import Finding
from tests.metamodel.events.planted import order, subject


class Wrong(SchemaRule):
    """Everything is wrong."""

    code = "AVR999"
    cure = "Begin again."

    def check(self, subject: Subject) -> Iterator[Finding]:
        yield self.found(subject, Place("/fields/0", "event_id"), "is wrong")


def test_a_finding_names_topic_file_place_and_cure() -> None:
    (found,) = Wrong().check(subject(order()))

    assert found.message == "core.order.shipped.v1: `event_id` is wrong"
    assert (found.pointer, found.cure) == ("/fields/0", "Begin again.")
    assert found.path == "metamodel/events/core_order_shipped.py"
    assert found.severity.blocks
