"""What grants amount to: Kafka's own rules of what one right brings along."""

from collections.abc import Iterable

from metamodel.streaming.cluster import EVERY, Effect, Grant, Match, Operation, ResourceKind

_BRINGS: dict[Operation, frozenset[Operation]] = {
    Operation.DESCRIBE: frozenset(
        {Operation.READ, Operation.WRITE, Operation.DELETE, Operation.ALTER}
    ),
    Operation.DESCRIBE_CONFIGS: frozenset({Operation.ALTER_CONFIGS}),
}
"""An operation, and those that bring it along where they are allowed."""


def may(
    grants: Iterable[Grant], user: str, operation: Operation, kind: ResourceKind, name: str
) -> bool:
    """May a user, who is no superuser, do that? What is denied by name is never allowed."""
    fitting = [item for item in grants if item.user == user and _speaks_of(item, kind, name)]
    denied = {item.operation for item in fitting if item.effect is Effect.DENY}
    if denied & {operation, Operation.ALL}:
        return False
    enough = {operation, Operation.ALL, *_BRINGS.get(operation, ())}
    return any(item.effect is Effect.ALLOW and item.operation in enough for item in fitting)


def _speaks_of(grant: Grant, kind: ResourceKind, name: str) -> bool:
    if grant.kind is not kind:
        return False
    if grant.match is Match.PREFIXED:
        return name.startswith(grant.resource)
    return grant.resource in {name, EVERY}
