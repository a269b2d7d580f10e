"""What a principal may do on the broker: tried, not read from a list of rights."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Resource(StrEnum):
    """What a right is about."""

    TOPIC = "topic"
    GROUP = "group"
    TRANSACTIONAL_ID = "transactional_id"
    CLUSTER = "cluster"


class Operation(StrEnum):
    """What a right allows, as Kafka names it."""

    READ = "read"
    WRITE = "write"
    CREATE = "create"
    DELETE = "delete"
    ALTER = "alter"
    DESCRIBE = "describe"
    ALTER_CONFIGS = "alter_configs"
    DESCRIBE_CONFIGS = "describe_configs"


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody does something to a resource; the cluster has no name."""

    principal: str
    operation: Operation
    resource: Resource
    name: str = ""

    def __str__(self) -> str:
        return f"{self.principal} {self.operation} {self.resource} {self.name}".rstrip()


class Answer(StrEnum):
    """What the broker did with an attempt."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    UNKNOWN = "unknown"  # not proven: neither allowed nor refused


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer, and why: the broker's own code, or what kept us from one."""

    answer: Answer
    reason: str = ""

    @classmethod
    def allowed(cls, reason: str = "") -> "Verdict":
        """The broker did it, or refused it for another reason than rights."""
        return cls(Answer.ALLOWED, reason)

    @classmethod
    def refused(cls, code: str) -> "Verdict":
        """The broker named a right that is missing, or did not believe who asks."""
        return cls(Answer.REFUSED, code)

    @classmethod
    def unknown(cls, reason: str) -> "Verdict":
        """Nobody answered, or in words that say nothing about rights."""
        return cls(Answer.UNKNOWN, reason)


class AccessProbe(Protocol):
    """Tries things out without leaving a trace of them."""

    def try_out(self, attempt: Attempt) -> Verdict:
        """What becomes of this attempt now. Never raises for the broker: that is UNKNOWN."""
        ...
