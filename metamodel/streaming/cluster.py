"""What a Kafka cluster holds beside its records: topics, grants, credentials, quotas."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

ANY_HOST: Final = "*"
EVERY: Final = "*"
"""As a literal resource name: every resource of the kind."""
THE_CLUSTER: Final = "kafka-cluster"
"""The one name that a resource of kind CLUSTER has."""
_USER: Final = "User:"

Configs = Mapping[str, str]
Quotas = Mapping[str, float]
"""Limits of one user by Kafka's own name, such as `producer_byte_rate` (bytes per second)."""


class ResourceKind(StrEnum):
    """What a grant is about."""

    TOPIC = "TOPIC"
    GROUP = "GROUP"
    CLUSTER = "CLUSTER"
    TRANSACTIONAL_ID = "TRANSACTIONAL_ID"
    OTHER = "OTHER"  # a kind that the client cannot name; seen, never written


class Match(StrEnum):
    """How a grant's resource name is read."""

    LITERAL = "LITERAL"
    PREFIXED = "PREFIXED"


class Operation(StrEnum):
    """What a grant is for, in Kafka's words."""

    ALL = "ALL"
    READ = "READ"
    WRITE = "WRITE"
    CREATE = "CREATE"
    DELETE = "DELETE"
    ALTER = "ALTER"
    DESCRIBE = "DESCRIBE"
    CLUSTER_ACTION = "CLUSTER_ACTION"
    DESCRIBE_CONFIGS = "DESCRIBE_CONFIGS"
    ALTER_CONFIGS = "ALTER_CONFIGS"
    IDEMPOTENT_WRITE = "IDEMPOTENT_WRITE"
    OTHER = "OTHER"


class Effect(StrEnum):
    """Whether an ACL gives or takes."""

    ALLOW = "ALLOW"
    DENY = "DENY"


class Mechanism(StrEnum):
    """How a user proves who it is."""

    SCRAM_SHA_256 = "SCRAM-SHA-256"
    SCRAM_SHA_512 = "SCRAM-SHA-512"


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """One ACL binding; the order of its fields is the order of a readable list."""

    principal: str  # `User:orchestration`
    kind: ResourceKind
    resource: str
    operation: Operation
    match: Match = Match.LITERAL
    effect: Effect = Effect.ALLOW
    host: str = ANY_HOST

    @property
    def user(self) -> str:
        """The principal's name without its kind."""
        return self.principal.removeprefix(_USER)

    def __str__(self) -> str:
        star = "*" if self.match is Match.PREFIXED else ""
        host = "" if self.host == ANY_HOST else f" from {self.host}"
        target = f"{self.kind.lower()} {self.resource}{star}"
        return f"{self.effect.lower()} {self.user} {self.operation} on {target}{host}"


def principal_of(user: str) -> str:
    """The principal that a user is to the broker."""
    return f"{_USER}{user}"


@dataclass(frozen=True, slots=True)
class TopicState:
    """One topic.

    `configs` of what is there are those in force, whoever set them; of what is wanted, those that
    are declared.
    """

    name: str
    partitions: int
    replication: int | None  # None, in what is wanted: as many as the brokers take by default
    configs: Configs = field(default_factory=dict)
    own: frozenset[str] = frozenset()  # names of those that are set on the topic itself


@dataclass(frozen=True, slots=True, order=True)
class Credential:
    """That a user can log in by a mechanism; its password is never part of a state."""

    user: str
    mechanism: Mechanism
    iterations: int


@dataclass(frozen=True, slots=True)
class ClusterState:
    """Everything a declaration speaks of, as it is or as it shall be.

    Grants, credentials and quotas are empty where nobody asked for them: a cluster without an
    authorizer has none that mean anything.
    """

    topics: Mapping[str, TopicState] = field(default_factory=dict)
    grants: frozenset[Grant] = frozenset()
    credentials: frozenset[Credential] = frozenset()
    quotas: Mapping[str, Quotas] = field(default_factory=dict)  # by user
