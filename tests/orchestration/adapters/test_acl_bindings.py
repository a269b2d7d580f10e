"""Grants for the client, and from the protocol's numbers."""

from types import SimpleNamespace

from confluent_kafka.admin import AclOperation, ResourceType

from metamodel.streaming.cluster import THE_CLUSTER, Grant, Match, Operation, ResourceKind
from orchestration.adapters.acl_bindings import binding_of, filter_of, grants_of

GRANT = Grant("User:front", ResourceKind.CLUSTER, THE_CLUSTER, Operation.DESCRIBE_CONFIGS)


def answered(kind: int, operation: int) -> list[Grant]:
    acl = SimpleNamespace(principal="User:front", host="*", operation=operation, permission_type=3)
    resource = SimpleNamespace(
        resource_type=kind, resource_name="shop.", pattern_type=4, acls=[acl, acl]
    )
    return list(grants_of(resource))


def test_the_client_calls_the_cluster_a_broker() -> None:
    binding = binding_of(GRANT)

    assert (binding.restype, binding.operation) == (
        ResourceType.BROKER,
        AclOperation.DESCRIBE_CONFIGS,
    )


def test_a_filter_meets_exactly_its_grant() -> None:
    found = filter_of(GRANT)

    assert (found.name, found.principal, found.host) == (THE_CLUSTER, "User:front", "*")


def test_the_protocols_numbers_are_read() -> None:
    expected = Grant("User:front", ResourceKind.GROUP, "shop.", Operation.READ, Match.PREFIXED)

    assert answered(3, 3) == [expected, expected]


def test_what_has_no_name_here_is_seen_all_the_same() -> None:
    token, _ = answered(6, 15)

    assert (token.kind, token.operation) == (ResourceKind.OTHER, Operation.OTHER)
