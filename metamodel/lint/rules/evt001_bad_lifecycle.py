"""EVT001."""

import re
from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.entity import Entity
from metamodel.model.lifecycle import Lifecycle

_TOPIC = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+\.v[1-9][0-9]*")


class BadLifecycle(LintRule):
    """A lifecycle names an event, a state or a topic that does not fit.

    Why: whoever reads the topic waits for events that never come, or gets those of two entities
    mixed; transitions to states that do not exist are refused at every write.

    Bad: `"topic": "Orders"`; `"to": "shipped"`, which `status` does not have.
    Good: `"topic": "core.order.lifecycle.v1"`, states as in the `enum` of the attribute.
    """

    code = "EVT001"

    def check(self, subject: Subject) -> Iterator[Finding]:
        topics: dict[str, str] = {}
        for place, entity in subject.entities():
            life = entity.lifecycle
            if life is None:
                continue
            at = f"{place}/lifecycle"
            if not _TOPIC.fullmatch(life.topic):
                message = f"`{life.topic}` is no name of a topic"
                yield self.found(f"{at}/topic", message, "Name it as `core.order.lifecycle.v1`.")
            elif topics.setdefault(life.topic, entity.name) != entity.name:
                message = f"`{life.topic}` tells of `{topics[life.topic]}` already"
                yield self.found(f"{at}/topic", message, "Give each entity its own.")
            yield from self._states(at, entity, life)

    def _states(self, place: str, entity: Entity, life: Lifecycle) -> Iterator[Finding]:
        attribute = entity.attribute(life.state) if life.state else None
        if life.state and attribute is None:
            message = f"`{life.state}` is no attribute of `{entity.name}`"
            yield self.found(f"{place}/state", message, "Name the one that holds the state.")
        states = {item.value for item in attribute.enum} if attribute else set()
        for index, step in enumerate(life.transitions):
            at = f"{place}/transitions/{index}"
            for key, state in (("from", step.origin), ("to", step.target)):
                if states and state not in states:
                    message = f"`{life.state}` has no value `{state}`"
                    yield self.found(f"{at}/{key}", message, "Take a value of its `enum`.")
            if step.event not in life.events:
                message = f"`{step.event}` is none of the entity's events"
                yield self.found(f"{at}/event", message, "Add it to `events`.")
