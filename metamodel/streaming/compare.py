"""What is wanted beside what is there: every difference, with what ending it would mean.

What only the records can tell (is a right wider, does a retention cut lose something) is judged by
the plan, which can look at them: here such a change counts as SAFE.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from metamodel.streaming.changes import (
    Change,
    ConfigValue,
    Difference,
    PartitionCount,
    Permission,
    QuotaValue,
    Stage,
    Verdict,
)
from metamodel.streaming.cluster import (
    ClusterState,
    Credential,
    Effect,
    Grant,
    Operation,
    Quotas,
    ResourceKind,
    TopicState,
)
from metamodel.streaming.derive import Desired, Ownership
from metamodel.streaming.quantities import FOREVER
from metamodel.streaming.topic_configs import CLEANUP, RETENTION, SHRINKS

IN_SYNC = "min.insync.replicas"
_DELETE = frozenset({Permission.DELETE})
_LOSS = frozenset({Permission.LOSS})
_NOT_OURS = "not ours, never touched"


def compare(desired: Desired, actual: ClusterState) -> list[Difference]:
    """Every difference, in the order of the work."""
    found = list(_topics(desired, actual.topics))
    if desired.access:
        found += _credentials(desired, actual.credentials)
        found += _grants(desired, actual.grants)
        found += _quotas(desired, actual.quotas)
    return sorted(found, key=lambda item: item.order)


def owned_part(actual: ClusterState, owned: Ownership, wanted: ClusterState) -> ClusterState:
    """What of a cluster a plan depends on: what is ours, and of settings what we speak of."""
    topics = {
        name: replace(topic, configs=_spoken_of(topic, wanted.topics.get(name)), own=frozenset())
        for name, topic in actual.topics.items()
        if owned.owns_topic(name)
    }
    return ClusterState(
        topics,
        frozenset(item for item in actual.grants if owned.owns_user(item.user)),
        frozenset(item for item in actual.credentials if owned.owns_user(item.user)),
        {user: limits for user, limits in actual.quotas.items() if owned.owns_user(user)},
    )


def _spoken_of(topic: TopicState, wanted: TopicState | None) -> Mapping[str, str]:
    names = set(wanted.configs if wanted else ()) | topic.own
    return {name: value for name, value in topic.configs.items() if name in names}


def _topics(desired: Desired, actual: Mapping[str, TopicState]) -> Iterator[Difference]:
    for name, wanted in desired.state.topics.items():
        if name in actual:
            yield from _topic(wanted, actual[name])
        else:
            words = f"{wanted.partitions} partitions"
            yield _new("topic", name, words, Stage.CREATE_TOPICS, wanted)
    for name in actual.keys() - desired.state.topics.keys():
        found = f"{actual[name].partitions} partitions"
        if desired.owned.owns_topic(name):
            why = "its name is ours and nothing declares it"
            yield _gone("topic", name, found, why=why, work=(Stage.DELETE_TOPICS, actual[name]))
        else:
            yield _known("topic", name, "", found, _NOT_OURS)


def _topic(wanted: TopicState, found: TopicState) -> Iterator[Difference]:
    if wanted.partitions != found.partitions:
        yield _partitions(wanted, found)
    if wanted.replication not in {None, found.replication}:
        yield Difference(
            *("topic", wanted.name, "replication"),
            *(str(found.replication), str(wanted.replication)),
            Verdict.UNSUPPORTED,
            why="copies are moved between brokers, which takes hours and a plan of its own",
            cure="Move them with `kafka-reassign-partitions.sh`, or declare what is there.",
        )
    for name, value in wanted.configs.items():
        if not _same(found.configs.get(name), value):
            yield _config(wanted.name, name, value, found)
    for name in sorted(found.own - wanted.configs.keys()):
        yield _known("topic", wanted.name, name, found.configs[name], "set by somebody else")


def _same(before: str | None, after: str) -> bool:
    """Are they one value? Of a list the order means nothing."""
    return before is not None and sorted(before.split(",")) == sorted(after.split(","))


def _partitions(wanted: TopicState, found: TopicState) -> Difference:
    place = ("topic", wanted.name, "partitions", str(found.partitions), str(wanted.partitions))
    if wanted.partitions < found.partitions:
        why = "Kafka takes no partition away: its records would be gone"
        cure = "Declare a new major version of the topic and move to it, or declare what is there."
        return Difference(*place, Verdict.UNSUPPORTED, why=why, cure=cure)
    return Difference(
        *place,
        Verdict.UNSAFE,
        frozenset({Permission.PARTITIONS}),
        why="a key's new records go to another partition than its old ones: their order is lost",
        cure="Drain the readers first, or declare a new major version and move to it.",
        stage=Stage.ADD_PARTITIONS,
        change=PartitionCount(wanted.name, wanted.partitions),
    )


def _config(topic: str, name: str, value: str, found: TopicState) -> Difference:
    before = found.configs.get(name)
    place = ("topic", topic, name, before, value)
    if name == IN_SYNC and found.replication is not None and int(value) > found.replication:
        why = f"the topic has {found.replication} copies: nothing could be written"
        cure = "Give it more copies first (see `replication`)."
        return Difference(*place, Verdict.UNSUPPORTED, why=why, cure=cure)
    change, narrows = ConfigValue(topic, name, value), _narrows(name, before, value)
    if not narrows:
        return Difference(*place, Verdict.SAFE, stage=Stage.WIDEN_CONFIGS, change=change)
    at_risk = name == CLEANUP or (name in SHRINKS and name != RETENTION)
    return Difference(
        *place,
        Verdict.UNSAFE if at_risk else Verdict.SAFE,
        _LOSS if at_risk else frozenset(),
        why="records that are kept or taken now would no longer be" if at_risk else "",
        cure="Make sure that nobody needs them." if at_risk else "",
        stage=Stage.NARROW_CONFIGS,
        change=change,
    )


def _narrows(name: str, before: str | None, after: str) -> bool:
    """May the new value take something away? What is no number is thought to."""
    if name in SHRINKS and before is not None:
        return _size(after) < _size(before)
    return True


def _size(value: str) -> float:
    return float("inf") if int(value) == FOREVER else int(value)


def _credentials(desired: Desired, actual: Iterable[Credential]) -> Iterator[Difference]:
    there = {(item.user, item.mechanism): item for item in actual}
    wanted = {(item.user, item.mechanism): item for item in desired.state.credentials}
    for key, item in wanted.items():
        name, found = f"{item.user} {item.mechanism}", there.get(key)
        if found is None:
            words = f"{item.iterations} iterations"
            yield _new("credential", name, words, Stage.PUT_CREDENTIALS, item)
        elif found.iterations < item.iterations:
            why = f"weaker than {item.iterations} iterations until the password is changed"
            yield _known("credential", name, "", f"{found.iterations} iterations", why)
    for key in there.keys() - wanted.keys():
        item = there[key]
        name, found_words = f"{item.user} {item.mechanism}", f"{item.iterations} iterations"
        if desired.owned.owns_user(item.user):
            work = (Stage.REMOVE_CREDENTIALS, item)
            yield _gone("credential", name, found_words, why="nothing declares it", work=work)
        elif item.user not in desired.owned.superusers:
            yield _known("credential", name, "", found_words, _NOT_OURS)


def _grants(desired: Desired, actual: frozenset[Grant]) -> Iterator[Difference]:
    for grant in desired.state.grants - actual:
        yield _new("grant", str(grant), "granted", Stage.ADD_GRANTS, grant)
    for grant in actual - desired.state.grants:
        if not desired.owned.owns_user(grant.user):
            yield _known("grant", str(grant), "", "granted", _NOT_OURS)
            continue
        if ResourceKind.OTHER is grant.kind or Operation.OTHER is grant.operation:
            cure = "Take it away with `kafka-acls.sh`."
            place = ("grant", str(grant), "", "granted", None)
            yield Difference(*place, Verdict.UNSUPPORTED, why="its kind is not known", cure=cure)
            continue
        work = (Stage.REMOVE_GRANTS, grant)
        gone = _gone("grant", str(grant), "granted", why="no role asks for it", work=work)
        wider = frozenset({Permission.WIDER}) if grant.effect is Effect.DENY else frozenset()
        yield replace(gone, needs=gone.needs | wider)


def _quotas(desired: Desired, actual: Mapping[str, Quotas]) -> Iterator[Difference]:
    for user in sorted(desired.state.quotas.keys() | actual.keys()):
        wanted, found = desired.state.quotas.get(user, {}), actual.get(user, {})
        if user not in desired.state.quotas and not desired.owned.owns_user(user):
            words = ", ".join(f"{name} {_number(value)}" for name, value in sorted(found.items()))
            yield _known("quota", user, "", words, _NOT_OURS)
            continue
        for name in sorted(wanted.keys() | found.keys()):
            if wanted.get(name) != found.get(name):
                yield _quota(user, name, found.get(name), wanted.get(name))


def _quota(user: str, name: str, found: float | None, wanted: float | None) -> Difference:
    before = None if found is None else _number(found)
    change = QuotaValue(user, name, wanted)
    if wanted is None:
        work = (Stage.RAISE_QUOTAS, change)
        gone = _gone("quota", user, before or "", why="no limit is declared", work=work)
        return replace(gone, part=name)
    stage = Stage.RAISE_QUOTAS if found is not None and wanted > found else Stage.LOWER_QUOTAS
    place = ("quota", user, name, before, _number(wanted))
    return Difference(*place, Verdict.SAFE, stage=stage, change=change)


def _number(value: float) -> str:
    return f"{value:.15g}"


def _new(
    subject: str, name: str, words: str, stage: Stage, change: TopicState | Grant | Credential
) -> Difference:
    return Difference(subject, name, "", None, words, Verdict.SAFE, stage=stage, change=change)


def _gone(
    subject: str,
    name: str,
    found: str,
    *,
    why: str,
    work: tuple[Stage, Change],
) -> Difference:
    place = (subject, name, "", found, None)
    cure = "Take it away with `--allow-delete`, or declare it."
    return Difference(*place, Verdict.UNSAFE, _DELETE, why, cure, *work)


def _known(subject: str, name: str, part: str, found: str, why: str) -> Difference:
    return Difference(subject, name, part, found, None, Verdict.INFO, why=why)
