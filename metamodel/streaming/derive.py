"""What a cluster shall look like: the declaration and the events' own files, put together."""

from collections.abc import Mapping
from dataclasses import dataclass

from metamodel.events._contract import Topic
from metamodel.kernel.errors import RampartError
from metamodel.streaming.cluster import (
    EVERY,
    ClusterState,
    Credential,
    Mechanism,
    TopicState,
)
from metamodel.streaming.declaration import Declaration, Environment, TopicSettings
from metamodel.streaming.grants import companions_of, grants_of
from metamodel.streaming.topic_configs import (
    CLEANUP,
    LARGEST_LETTER_BYTES,
    LARGEST_RECORD,
    RETENTION,
)

ITERATIONS = 8192
"""Of a SCRAM credential that is made here; twice the least that a broker takes."""
_LETTERS = TopicSettings.model_construct(config={LARGEST_RECORD: str(LARGEST_LETTER_BYTES)})


class UnknownEnvironment(RampartError):
    """The declaration has no environment of this name; the second argument lists those it has."""

    code = "DECL-003"
    hint = "Set RAMPART_STREAMING_ENVIRONMENT, or name one of those with `--environment`."


@dataclass(frozen=True, slots=True)
class Ownership:
    """What Rampart may change: names, and beginnings of names that end in `*`."""

    topics: tuple[str, ...]
    users: tuple[str, ...]
    superusers: frozenset[str] = frozenset()  # never ours: without them nobody could repair

    def owns_topic(self, name: str) -> bool:
        """Is the topic ours?"""
        return any(_covers(pattern, name) for pattern in self.topics)

    def owns_user(self, name: str) -> bool:
        """Is the user ours, with its grants and quotas?"""
        covered = any(_covers(pattern, name) for pattern in self.users)
        return covered and name not in self.superusers


@dataclass(frozen=True, slots=True)
class Desired:
    """One environment's wanted state, and what Rampart may change to get there."""

    environment: str
    state: ClusterState
    owned: Ownership
    access: bool  # are users, grants and quotas part of it


def derive(
    declaration: Declaration, topics: Mapping[str, type[Topic]], environment: str
) -> Desired:
    """The wanted state of one environment. Raises UnknownEnvironment."""
    chosen = declaration.environments.get(environment)
    if chosen is None:
        raise UnknownEnvironment(environment, ", ".join(declaration.environments))
    wanted = {
        name: _topic(name, settings, chosen)
        for topic in topics.values()
        for name, settings in settings_of(declaration, chosen, topic).items()
    }
    state = ClusterState(dict(sorted(wanted.items())))
    if chosen.access:
        users = declaration.users
        limits = {name: user.quota.limits() for name, user in users.items()}
        state = ClusterState(
            state.topics,
            grants_of(declaration, topics),
            frozenset(Credential(name, Mechanism.SCRAM_SHA_512, ITERATIONS) for name in users),
            {name: values for name, values in limits.items() if values},
        )
    return Desired(environment, state, _owned(declaration, state), chosen.access)


def settings_of(
    declaration: Declaration, environment: Environment, topic: type[Topic]
) -> dict[str, TopicSettings]:
    """Settings of a topic and its companions, by name.

    The nearest word counts: the environment's on the topic, the topic's, the environment's on all,
    that on all.
    """
    outer = environment.defaults.over(declaration.defaults)
    nothing = TopicSettings()
    own = declaration.topics.get(topic.name, nothing)
    found = {topic.name: environment.topics.get(topic.name, nothing).over(own).over(outer)}
    for name in companions_of(topic):
        is_letters = name == topic.dead_letter_topic()
        kind = declaration.companions.dead_letters if is_letters else declaration.companions.retry
        # A record that waits keeps its partition, and with it the order of its key.
        fixed = (
            TopicSettings()
            if is_letters
            else TopicSettings(partitions=found[topic.name].partitions)
        )
        found[name] = fixed.over(kind).over(_LETTERS).over(outer)
    return found


def _topic(name: str, settings: TopicSettings, environment: Environment) -> TopicState:
    configs = dict(settings.config)
    if settings.retention is not None:
        configs[RETENTION] = str(settings.retention)
    if settings.cleanup is not None:
        configs[CLEANUP] = settings.cleanup.value
    copies = environment.replication if isinstance(environment.replication, int) else None
    return TopicState(name, settings.partitions or 1, copies, dict(sorted(configs.items())))


def _owned(declaration: Declaration, state: ClusterState) -> Ownership:
    return Ownership(
        topics=(*state.topics, *declaration.owns.topics),
        users=(*declaration.users, *declaration.owns.principals),
        superusers=frozenset(declaration.superusers),
    )


def _covers(pattern: str, name: str) -> bool:
    if pattern.endswith(EVERY):
        return name.startswith(pattern[:-1])
    return name == pattern
