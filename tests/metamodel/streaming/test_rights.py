"""What grants amount to."""

import pytest

from metamodel.streaming.cluster import Effect, Grant, Match, Operation, ResourceKind
from metamodel.streaming.rights import may

TOPIC, GROUP = ResourceKind.TOPIC, ResourceKind.GROUP


def granted(
    operation: Operation,
    resource: str = "shop.order.v1",
    kind: ResourceKind = TOPIC,
    match: Match = Match.LITERAL,
    effect: Effect = Effect.ALLOW,
) -> Grant:
    return Grant("User:front", kind, resource, operation, match, effect)


def test_nothing_is_allowed_unless_it_is_granted() -> None:
    assert not may([], "front", Operation.READ, TOPIC, "shop.order.v1")
    assert may([granted(Operation.READ)], "front", Operation.READ, TOPIC, "shop.order.v1")


@pytest.mark.parametrize(
    ("user", "operation", "kind", "name"),
    [
        ("back", Operation.READ, TOPIC, "shop.order.v1"),
        ("front", Operation.WRITE, TOPIC, "shop.order.v1"),
        ("front", Operation.READ, GROUP, "shop.order.v1"),
        ("front", Operation.READ, TOPIC, "shop.order.v10"),
    ],
)
def test_a_grant_is_for_its_user_operation_and_resource_only(
    user: str, operation: Operation, kind: ResourceKind, name: str
) -> None:
    assert not may([granted(Operation.READ)], user, operation, kind, name)


@pytest.mark.parametrize(
    "operation", [Operation.READ, Operation.WRITE, Operation.DELETE, Operation.ALTER]
)
def test_who_may_do_something_may_see_it(operation: Operation) -> None:
    assert may([granted(operation)], "front", Operation.DESCRIBE, TOPIC, "shop.order.v1")
    assert not may([granted(Operation.DESCRIBE)], "front", operation, TOPIC, "shop.order.v1")


def test_who_may_alter_settings_may_see_them() -> None:
    grants = [granted(Operation.ALTER_CONFIGS)]
    assert may(grants, "front", Operation.DESCRIBE_CONFIGS, TOPIC, "shop.order.v1")
    assert not may(grants, "front", Operation.DESCRIBE, TOPIC, "shop.order.v1")


def test_a_prefix_and_a_star_reach_further() -> None:
    prefix = granted(Operation.READ, "front.", GROUP, Match.PREFIXED)
    assert may([prefix], "front", Operation.READ, GROUP, "front.tables")
    assert not may([prefix], "front", Operation.READ, GROUP, "frontier")
    star = granted(Operation.DESCRIBE, "*")
    assert may([star], "front", Operation.DESCRIBE, TOPIC, "anything.v1")
    assert not may(
        [granted(Operation.READ, "*", match=Match.PREFIXED)],
        "front",
        Operation.READ,
        TOPIC,
        "anything.v1",
    )


def test_what_is_denied_is_not_allowed_whatever_else_is_granted() -> None:
    grants = [granted(Operation.ALL), granted(Operation.READ, effect=Effect.DENY)]
    assert not may(grants, "front", Operation.READ, TOPIC, "shop.order.v1")
    assert may(grants, "front", Operation.WRITE, TOPIC, "shop.order.v1")
