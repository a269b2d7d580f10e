"""Grants as Kafka's client and as its protocol know them."""

from collections.abc import Iterator
from typing import Any, Final

from confluent_kafka.admin import (
    AclBinding,
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    ResourcePatternType,
    ResourceType,
)

from metamodel.streaming.cluster import Effect, Grant, Match, Operation, ResourceKind

# The client calls the cluster a broker: in the protocol the two have one number.
_KINDS: Final = {
    ResourceType.TOPIC.value: ResourceKind.TOPIC,
    ResourceType.GROUP.value: ResourceKind.GROUP,
    ResourceType.BROKER.value: ResourceKind.CLUSTER,
    ResourceType.TRANSACTIONAL_ID.value: ResourceKind.TRANSACTIONAL_ID,
}
_OPERATIONS: Final = {
    AclOperation[name].value: operation
    for name, operation in Operation.__members__.items()
    if operation is not Operation.OTHER
}
_MATCHES: Final = {ResourcePatternType[item.name].value: item for item in Match}
_EFFECTS: Final = {AclPermissionType[item.name].value: item for item in Effect}
_NUMBERS: Final = {kind: number for number, kind in _KINDS.items()}


def binding_of(grant: Grant) -> AclBinding:
    """The grant for the client."""
    return AclBinding(*_parts(grant))


def filter_of(grant: Grant) -> AclBindingFilter:
    """A filter that meets this grant and no other."""
    return AclBindingFilter(*_parts(grant))


def grants_of(resource: Any) -> Iterator[Grant]:
    """The grants of one resource in the protocol's answer; what has no name here is OTHER."""
    for item in resource.acls:
        yield Grant(
            item.principal,
            _KINDS.get(resource.resource_type, ResourceKind.OTHER),
            resource.resource_name,
            _OPERATIONS.get(item.operation, Operation.OTHER),
            _MATCHES[resource.pattern_type],
            _EFFECTS[item.permission_type],
            item.host,
        )


def _parts(
    grant: Grant,
) -> tuple[ResourceType, str, ResourcePatternType, str, str, AclOperation, AclPermissionType]:
    return (
        ResourceType(_NUMBERS[grant.kind]),
        grant.resource,
        ResourcePatternType[grant.match.name],
        grant.principal,
        grant.host,
        AclOperation[grant.operation.name],
        AclPermissionType[grant.effect.name],
    )
