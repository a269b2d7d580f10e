"""A topic as a rule's test wants it, and what the rule says of it."""

from collections.abc import Sequence
from typing import Any

from metamodel.events import rules
from metamodel.events._contract import Compatibility, FailurePolicy, Schema, Topic, event_record
from metamodel.events._golden import golden_event
from metamodel.events._released import Release, schema_text
from metamodel.events._rule import SchemaRule, Subject
from metamodel.kernel.registry import discover

CHANNEL = "core.order.shipped"


def order(*fields: Schema) -> Schema:
    """The schema of an event with these fields behind the two that every event has."""
    return event_record(CHANNEL, "An order left the house.", *fields)


def plain(name: str = "rows", kind: Any = "long", **more: Any) -> Schema:
    """A field without a fault."""
    return {"name": name, "type": kind, "doc": "Rows in the table.", **more}


def release_of(schema: Schema, number: int = 1) -> Release:
    """A schema as it is released."""
    return Release(number, schema_text(schema), golden_event(schema))


def subject(
    schema: Schema,
    released: Sequence[Schema] = (),
    mode: Compatibility = Compatibility.FULL_TRANSITIVE,
) -> Subject:
    """A topic with this schema, and with these of before, oldest first."""
    values = {
        "name": f"{CHANNEL}.v1",
        "channel": CHANNEL,
        "schema": schema,
        "compatibility": mode,
        "failure": FailurePolicy(dead_letter=False),
        "__module__": "metamodel.events.core_order_shipped",
    }
    before = tuple(release_of(each, number) for number, each in enumerate(released, start=1))
    return Subject(type("Shipped", (Topic,), values), before)


def told(code: str, schema: Schema, *released: Schema) -> list[str]:
    """What a rule says of a schema and those released before: `pointer: message`, no topic."""
    return told_of(code, subject(schema, released))


def told_of(code: str, asked: Subject) -> list[str]:
    """The same of a topic."""
    rule = discover(rules, SchemaRule)[code]()
    found = list(rule.check(asked))
    assert all(each.path == "metamodel/events/core_order_shipped.py" for each in found)
    assert all(each.code == code and each.cure for each in found)
    return [f"{each.pointer}: {each.message.partition(': ')[2]}" for each in found]
