"""What differs between two states of a cluster, and what would be done about it."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from metamodel.streaming.cluster import Credential, Grant, TopicState


class Verdict(StrEnum):
    """What it would mean to end a difference."""

    SAFE = "SAFE"  # nothing is lost, and nobody loses or gains a right to what is there already
    UNSAFE = "UNSAFE"  # only with the permission that the difference names
    UNSUPPORTED = "UNSUPPORTED"  # not by this program; the cure says by what
    INFO = "INFO"  # worth knowing, and no drift


class Permission(StrEnum):
    """What an operator has to say in so many words."""

    DELETE = "allow-delete"  # take topics, grants, credentials or limits away
    PARTITIONS = "allow-partitions"  # equal keys no longer meet their earlier records
    LOSS = "allow-loss"  # records may go that nobody read, or be refused that were taken
    WIDER = "allow-wider"  # somebody more may touch records that are there already


class Stage(IntEnum):
    """The order of the work: what is new and wider first, so that nobody is ever locked out."""

    CREATE_TOPICS = 1
    ADD_PARTITIONS = 2
    WIDEN_CONFIGS = 3
    PUT_CREDENTIALS = 4
    ADD_GRANTS = 5
    RAISE_QUOTAS = 6
    NARROW_CONFIGS = 7
    LOWER_QUOTAS = 8
    REMOVE_GRANTS = 9
    REMOVE_CREDENTIALS = 10
    DELETE_TOPICS = 11


@dataclass(frozen=True, slots=True)
class PartitionCount:
    """A topic shall have this many."""

    topic: str
    count: int


@dataclass(frozen=True, slots=True)
class ConfigValue:
    """A topic's setting shall be this."""

    topic: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class QuotaValue:
    """A user's limit shall be this; None: no limit."""

    user: str
    name: str
    value: float | None


Change = TopicState | PartitionCount | ConfigValue | Grant | Credential | QuotaValue
"""What a stage works on; whether it is put or taken away is the stage's to say."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it is wanted; without `stage` and `change` nothing can be done."""

    subject: str  # `topic`, `grant`, `credential` or `quota`
    name: str
    part: str  # of the subject: a setting's name, `partitions`; empty: the whole
    found: str | None  # None: it is not there
    wanted: str | None  # None: it should not be there, or nobody said
    verdict: Verdict
    needs: frozenset[Permission] = frozenset()
    why: str = ""
    cure: str = ""
    stage: Stage | None = None
    change: Change | None = None

    @property
    def is_drift(self) -> bool:
        """Is it more than worth knowing?"""
        return self.verdict is not Verdict.INFO

    @property
    def order(self) -> tuple[int, str, str, str]:
        """Sort key: the order of the work, then the name; what cannot be done comes last."""
        return (self.stage or len(Stage) + 1, self.subject, self.name, self.part)
