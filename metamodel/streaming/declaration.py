"""The grammar of `streaming.yaml`; what it means together with the events is `derive`'s."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from metamodel.streaming.cluster import EVERY
from metamodel.streaming.quantities import percentage, rate_bytes, size_bytes, span_ms
from metamodel.streaming.topic_configs import KNOWN, SAID_OTHERWISE


class Declared(BaseModel):
    """A part of the declaration: nothing in it is ignored, nothing of it changes."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @model_validator(mode="before")
    @classmethod
    def _sequences_are_tuples(cls, value: object) -> object:
        """YAML has lists, which could be changed."""
        if not isinstance(value, Mapping):
            return value
        return {key: tuple(part) if isinstance(part, list) else part for key, part in value.items()}


class Cleanup(StrEnum):
    """What happens to old records."""

    DELETE = "delete"
    COMPACT = "compact"
    BOTH = "compact,delete"


class Access(StrEnum):
    """What a user may do beside the roles it plays."""

    DESCRIBE = "describe"  # see every topic, group and setting, and read no record
    BROWSE = "browse"  # that, and read every record that is about no person; join no group
    DEAD_LETTERS = "dead_letters"  # read every dead-letter topic
    REPLAY = "replay"  # that, and write into the topics whose letters are sent again


def _config_texts(value: object) -> object:
    """Kafka's settings are texts; people write numbers, truth values, sizes and spans."""
    if not isinstance(value, Mapping):
        return value
    return {name: _config_text(str(name), each) for name, each in value.items()}


def _config_text(name: str, value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and not value.lstrip("-").isdigit():
        read = next((read for end, read in _READ_AS.items() if name.endswith(end)), str)
        return str(read(value))
    return str(value) if isinstance(value, str | int | float) else value


def _known_config(name: str) -> str:
    if name in SAID_OTHERWISE:
        raise ValueError(f"`{name}` has a key of its own here: `{SAID_OTHERWISE[name]}`")
    if name not in KNOWN:
        raise ValueError(f"`{name}` is no setting of a topic")
    return name


def _one_of(words: type[StrEnum], value: object) -> StrEnum:
    try:
        return words(str(value))
    except ValueError:
        known = ", ".join(f"`{word.value}`" for word in words)
        raise ValueError(f"`{value}` is none of {known}") from None


def _owned(pattern: str) -> str:
    if not pattern.strip(EVERY) or EVERY in pattern[:-1]:
        raise ValueError(f"`{pattern}` is neither a name nor the beginning of names and a `*`")
    return pattern


_READ_AS: Final[Mapping[str, Callable[[str], int]]] = {".bytes": size_bytes, ".ms": span_ms}

Configs = Annotated[
    Mapping[Annotated[str, AfterValidator(_known_config)], str], BeforeValidator(_config_texts)
]
Owned = Annotated[str, AfterValidator(_owned)]
Retention = Annotated[int, BeforeValidator(lambda value: span_ms(str(value)))]
Rate = Annotated[int, BeforeValidator(lambda value: rate_bytes(str(value)))]
_CLEANUP = Annotated[Cleanup, BeforeValidator(lambda value: _one_of(Cleanup, value))]
_ACCESS = Annotated[Access, BeforeValidator(lambda value: _one_of(Access, value))]


class TopicSettings(Declared):
    """What a topic is like; what is not said comes from further out."""

    partitions: int | None = Field(default=None, ge=1, description="How many; it never shrinks.")
    retention: Retention | None = Field(
        default=None, description="How long records stay: `90s`, `6h`, `7d`, or `forever`."
    )
    cleanup: _CLEANUP | None = Field(
        default=None, description="`delete`, `compact` (the newest of each key) or both."
    )
    config: Configs = Field(
        default_factory=dict,
        description="Kafka's other topic settings, by its names; sizes as `1MiB`, times as `1h`.",
    )

    def over(self, outer: "TopicSettings") -> "TopicSettings":
        """These, and `outer` where they say nothing; what is compacted only keeps no time."""
        kept = None if self.cleanup is Cleanup.COMPACT else outer.retention
        return TopicSettings.model_construct(
            partitions=self.partitions or outer.partitions,
            retention=self.retention or kept,
            cleanup=self.cleanup or outer.cleanup,
            config={**outer.config, **self.config},
        )


class Companions(Declared):
    """What the topics beside a topic are like."""

    retry: TopicSettings = Field(
        default=TopicSettings(),
        description="Each `<topic>.retry.<n>`; it has as many partitions as the topic.",
    )
    dead_letters: TopicSettings = Field(
        default=TopicSettings(partitions=1), description="Each `<topic>.dlq`; never compacted."
    )

    @model_validator(mode="after")
    def _letters_stay(self) -> Self:
        if self.dead_letters.cleanup not in {None, Cleanup.DELETE}:
            raise ValueError("dead letters are never compacted: two of one key are two failures")
        return self

    @model_validator(mode="after")
    def _retries_keep_their_partition(self) -> Self:
        if self.retry.partitions is not None:
            raise ValueError("a retry topic has its topic's partitions: records keep theirs")
        return self


class Environment(Declared):
    """One cluster that the declaration is applied to."""

    replication: int | Literal["broker"] = Field(
        description="Copies of each partition; `broker`: as many as the brokers make by default."
    )
    access: bool = Field(
        description="Has it an authorizer, so that users, grants and limits mean something?"
    )
    defaults: TopicSettings = Field(
        default=TopicSettings(), description="Of every topic here, where its own word is missing."
    )
    topics: Mapping[str, TopicSettings] = Field(
        default_factory=dict, description="By topic: what is different here."
    )

    @model_validator(mode="after")
    def _copies(self) -> Self:
        if isinstance(self.replication, int) and self.replication < 1:
            raise ValueError("`replication` counts copies, so it is at least 1")
        return self


class QuotaSettings(Declared):
    """How much one user may ask of a broker."""

    produce: Rate | None = Field(default=None, description="Bytes it writes: `5MiB/s`.")
    consume: Rate | None = Field(default=None, description="Bytes it reads: `20MiB/s`.")
    request: Annotated[int, BeforeValidator(lambda value: percentage(str(value)))] | None = Field(
        default=None, description="Of a broker thread's time: `50%`."
    )

    def limits(self) -> dict[str, float]:
        """By Kafka's own names."""
        named = (
            ("producer_byte_rate", self.produce),
            ("consumer_byte_rate", self.consume),
            ("request_percentage", self.request),
        )
        return {name: float(value) for name, value in named if value is not None}


class User(Declared):
    """One principal: a program that logs in."""

    why: str = Field(min_length=1, description="What it is, in a sentence.")
    roles: tuple[str, ...] = Field(
        default=(), description="Which writers and readers it is, as the events' files name them."
    )
    access: tuple[_ACCESS, ...] = Field(
        default=(),
        description=(
            "Beside its roles: `describe` (see everything, read no record), `browse` (that, and "
            "read every topic that is not personal, in no group), `dead_letters` (read those), "
            "`replay` (that, and send them again)."
        ),
    )
    service: str | None = Field(
        default=None,
        description="Begins its consumer groups (`<service>.`) and client ids; default: its name.",
    )
    transactions: bool = Field(
        default=False, description="May it use transactional ids `<service>-*`?"
    )
    quota: QuotaSettings = Field(default=QuotaSettings(), description="Its limits.")


class Ownership(Declared):
    """What else is ours beside what the declaration names: names, or beginnings ending in `*`."""

    topics: tuple[Owned, ...] = Field(default=(), description="Topics.")
    principals: tuple[Owned, ...] = Field(
        default=(), description="Users, with their grants, credentials and limits."
    )


class Declaration(Declared):
    """The whole of `streaming.yaml`."""

    version: Literal[1] = Field(description="Of this grammar.")
    owns: Ownership = Field(description="What may be changed beside what is named here.")
    environments: Mapping[str, Environment] = Field(min_length=1, description="By name.")
    defaults: TopicSettings = Field(description="Of every topic everywhere.")
    companions: Companions = Field(default=Companions(), description="Retries, dead letters.")
    topics: Mapping[str, TopicSettings] = Field(
        default_factory=dict, description="By topic: what is different from the defaults."
    )
    users: Mapping[str, User] = Field(min_length=1, description="By name.")
    superusers: tuple[str, ...] = Field(
        default=(), description="Whom the brokers let do everything; never touched."
    )
