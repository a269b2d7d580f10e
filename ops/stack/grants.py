"""The least that each principal must be allowed, derived from the topics' own files.

Made with the admin's credentials once the cluster runs, until the streaming plan does it: whoever
owns that plan replaces `grant`.
"""

from collections.abc import Iterable
from typing import Final

from confluent_kafka.admin import (  # type: ignore[attr-defined]
    AclBinding,
    AclOperation,
    AclPermissionType,
    ResourcePatternType,
    ResourceType,
)

from metamodel.events._contract import Topic
from ops.stack.principals import EXPORTER, acting_as
from orchestration.adapters.kafka_admin import KafkaAdmin

GROUPS: Final = "rampart."  # consumer groups of the platform begin so
_TIMEOUT_S: Final = 20.0


def grant(admin: KafkaAdmin, topics: Iterable[type[Topic]]) -> None:
    """Give every principal what its roles need, and nothing else; what is there already stays."""
    wanted = bindings(topics)
    with admin.asking("access rights") as client:
        asked = client.create_acls(wanted, request_timeout=_TIMEOUT_S)
        for future in asked.values():
            future.result(timeout=_TIMEOUT_S + 1)


def bindings(topics: Iterable[type[Topic]]) -> list[AclBinding]:
    """The rights that the owners of these topics have."""
    found: list[AclBinding] = []
    for topic in topics:
        readers, writers = acting_as(topic.readers), acting_as(topic.writers)
        aside = [*topic.retry_topics()]
        if topic.failure.dead_letter:
            aside.append(topic.dead_letter_topic())
        found += [_on_topic(topic.name, who, AclOperation.WRITE) for who in writers]
        found += [_on_topic(topic.name, who, AclOperation.READ) for who in readers]
        # Whoever reads puts aside what it cannot handle, and looks at what was put there.
        for name in aside:
            for operation in (AclOperation.READ, AclOperation.WRITE):
                found += [_on_topic(name, who, operation) for who in readers]
        found += [_on_topic(name, EXPORTER, AclOperation.DESCRIBE) for name in (topic.name, *aside)]
    everybody = sorted({item.principal.removeprefix("User:") for item in found})
    return found + [_on_groups(who) for who in everybody]


def visible_to(principal: str, topics: Iterable[type[Topic]]) -> frozenset[str]:
    """The topics that a principal sees: those it has any right to."""
    return frozenset(
        item.name
        for item in bindings(topics)
        if item.principal == f"User:{principal}" and item.restype == ResourceType.TOPIC
    )


def _on_topic(name: str, who: str, operation: AclOperation) -> AclBinding:
    return _binding(ResourceType.TOPIC, name, ResourcePatternType.LITERAL, who, operation)


def _on_groups(who: str) -> AclBinding:
    operation = AclOperation.DESCRIBE if who == EXPORTER else AclOperation.READ
    return _binding(ResourceType.GROUP, GROUPS, ResourcePatternType.PREFIXED, who, operation)


def _binding(
    kind: ResourceType,
    name: str,
    pattern: ResourcePatternType,
    who: str,
    operation: AclOperation,
) -> AclBinding:
    allow = AclPermissionType.ALLOW
    return AclBinding(kind, name, pattern, f"User:{who}", "*", operation, allow)
