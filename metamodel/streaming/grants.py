"""Who may do what, derived: from the roles that topics name and the users that play them."""

from collections.abc import Iterable, Iterator, Mapping

from metamodel.events._contract import Topic
from metamodel.streaming.cluster import (
    EVERY,
    THE_CLUSTER,
    Grant,
    Match,
    Operation,
    ResourceKind,
    principal_of,
)
from metamodel.streaming.declaration import Access, Declaration, User

_SEE = (Operation.DESCRIBE, Operation.DESCRIBE_CONFIGS)


def service_of(declaration: Declaration, user: str) -> str:
    """What a user's consumer groups (`<service>.`) and client ids (`<service>-`) begin with."""
    return declaration.users[user].service or user


def companions_of(topic: type[Topic]) -> tuple[str, ...]:
    """The retry topics and the dead-letter topic that the topic's failure policy asks for."""
    letters = (topic.dead_letter_topic(),) if topic.failure.dead_letter else ()
    return (*topic.retry_topics(), *letters)


def group_prefix(service: str) -> str:
    """What every consumer group of a service begins with."""
    return f"{service}."


def transaction_prefix(service: str) -> str:
    """What every client id and transactional id of a service begins with."""
    return f"{service}-"


def grants_of(declaration: Declaration, topics: Mapping[str, type[Topic]]) -> frozenset[Grant]:
    """Every grant of every user; an idempotent producer needs nothing beyond WRITE."""
    return frozenset(
        grant
        for name, user in declaration.users.items()
        for grant in _User(name, service_of(declaration, name), user, topics).grants()
    )


class _User:
    def __init__(
        self, name: str, service: str, user: User, topics: Mapping[str, type[Topic]]
    ) -> None:
        self._principal = principal_of(name)
        self._service = service
        self._user = user
        self._topics = topics

    def grants(self) -> Iterator[Grant]:
        roles = set(self._user.roles)
        for topic in self._topics.values():
            if roles & set(topic.writers):
                yield from self._on(topic.name, Operation.WRITE, Operation.DESCRIBE)
            if roles & set(topic.readers):
                yield from self._reading(topic)
        for access in self._user.access:
            yield from self._beside(access)
        if self._user.transactions:
            prefix = transaction_prefix(self._service)
            for operation in (Operation.WRITE, Operation.DESCRIBE):
                yield self._prefixed(ResourceKind.TRANSACTIONAL_ID, prefix, operation)

    def _reading(self, topic: type[Topic]) -> Iterator[Grant]:
        """A reader's group, and the topics that it puts aside what it could not handle in."""
        yield from self._on(topic.name, Operation.READ, Operation.DESCRIBE)
        yield self._group()
        for name in companions_of(topic):
            yield from self._on(name, Operation.WRITE, Operation.DESCRIBE)
        for name in topic.retry_topics():
            yield from self._on(name, Operation.READ)

    def _beside(self, access: Access) -> Iterator[Grant]:
        if access in {Access.DESCRIBE, Access.BROWSE}:
            yield from self._seeing()
            if access is Access.BROWSE:
                yield from self._browsing()
            return
        yield self._group()
        for topic in self._topics.values():
            if topic.failure.dead_letter:
                yield from self._on(topic.dead_letter_topic(), Operation.READ, Operation.DESCRIBE)
                if access is Access.REPLAY:
                    yield from self._on(replay_target(topic), Operation.WRITE, Operation.DESCRIBE)

    def _seeing(self) -> Iterator[Grant]:
        for operation in _SEE:
            yield self._grant(ResourceKind.TOPIC, EVERY, operation)
            yield self._grant(ResourceKind.CLUSTER, THE_CLUSTER, operation)
        yield self._grant(ResourceKind.GROUP, EVERY, Operation.DESCRIBE)

    def _browsing(self) -> Iterator[Grant]:
        """By name, so that a topic which nobody described is not read; what waits is personal too.

        No group: who looks at records assigns partitions to itself and commits nothing.
        """
        for topic in self._topics.values():
            if not topic.personal:
                for name in (topic.name, *companions_of(topic)):
                    yield from self._on(name, Operation.READ, Operation.DESCRIBE)

    def _on(self, topic: str, *operations: Operation) -> Iterable[Grant]:
        return (self._grant(ResourceKind.TOPIC, topic, operation) for operation in operations)

    def _group(self) -> Grant:
        prefix = group_prefix(self._service)
        return self._prefixed(ResourceKind.GROUP, prefix, Operation.READ)

    def _grant(self, kind: ResourceKind, resource: str, operation: Operation) -> Grant:
        return Grant(self._principal, kind, resource, operation)

    def _prefixed(self, kind: ResourceKind, resource: str, operation: Operation) -> Grant:
        return Grant(self._principal, kind, resource, operation, Match.PREFIXED)


def replay_target(topic: type[Topic]) -> str:
    """Where a dead letter is sent again: to the failing group's first retry topic.

    Only a topic without one gets it back itself, and then every group of it sees it twice.
    """
    return next(iter(topic.retry_topics()), topic.name)
