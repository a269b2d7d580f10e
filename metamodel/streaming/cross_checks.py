"""Faults of a declaration that only show beside the events' own files."""

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from metamodel.events._contract import Topic
from metamodel.model.finding import Finding, Severity
from metamodel.model.positions import pointer
from metamodel.naming.channels import parse_topic
from metamodel.naming.errors import BadTopicName
from metamodel.naming.words import is_kebab
from metamodel.streaming.declaration import Access, Cleanup, Declaration, Environment, TopicSettings
from metamodel.streaming.derive import settings_of
from metamodel.streaming.grants import companions_of, service_of

Topics = Mapping[str, type[Topic]]

UNKNOWN_TOPIC, UNPLAYED_ROLE, UNNAMED_ROLE, UNFIT_NAME = "DCL002", "DCL003", "DCL004", "DCL005"
SHARED_SERVICE, UNREAD_LETTERS, CONTRADICTION, TWO_POWERS = "DCL006", "DCL007", "DCL008", "DCL009"
_COPIES = "min.insync.replicas"


def cross_check(declaration: Declaration, topics: Topics) -> Iterator[Finding]:
    """Every fault, in no order."""
    yield from _unknown_topics(declaration, topics)
    yield from _roles(declaration, topics)
    yield from _names(declaration, topics)
    yield from _shared_services(declaration)
    yield from _unread_letters(declaration, topics)
    for name, environment in declaration.environments.items():
        yield from _contradictions(declaration, topics, name, environment)


def _unknown_topics(declaration: Declaration, topics: Topics) -> Iterator[Finding]:
    places = {pointer("topics", name): name for name in declaration.topics}
    for where, environment in declaration.environments.items():
        places |= {
            pointer("environments", where, "topics", name): name for name in environment.topics
        }
    for place, name in places.items():
        if name not in topics:
            message = f"no file of `metamodel/events` describes `{name}`"
            yield _error(UNKNOWN_TOPIC, place, message, _did_you_mean(name, topics))


def _roles(declaration: Declaration, topics: Topics) -> Iterator[Finding]:
    played = {role for user in declaration.users.values() for role in user.roles}
    named = {role for topic in topics.values() for role in (*topic.writers, *topic.readers)}
    for name, topic in topics.items():
        for word, roles in (("writes", topic.writers), ("reads", topic.readers)):
            for role in roles:
                if role not in played:
                    message = f"nobody plays the role `{role}`, which {word} `{name}`"
                    cure = "Add it to the roles of the program that does so."
                    yield _error(UNPLAYED_ROLE, pointer("users"), message, cure)
            if not roles:
                message = f"no role {word} `{name}`"
                cure = f"Say who does so in {topic.__module__.replace('.', '/')}.py."
                yield _error(UNPLAYED_ROLE, pointer("users"), message, cure)
    for user, settings in declaration.users.items():
        for index, role in enumerate(settings.roles):
            if role not in named:
                place = pointer("users", user, "roles", index)
                message, cure = f"no topic names the role `{role}`", _did_you_mean(role, named)
                yield Finding(UNNAMED_ROLE, Severity.WARNING, place, message, cure)


def _names(declaration: Declaration, topics: Topics) -> Iterator[Finding]:
    for user in declaration.users:
        service = service_of(declaration, user)
        if not is_kebab(service):
            message = f"`{service}` cannot begin the names of consumer groups and client ids"
            cure = "Use lower-case words joined by `-`."
            yield _error(UNFIT_NAME, pointer("users", user), message, cure)
        if not is_kebab(user):
            message = f"`{user}` cannot be the name of a resource, which a user is on Kubernetes"
            cure = "Use lower-case words joined by `-`."
            yield _error(UNFIT_NAME, pointer("users", user), message, cure)
        if user in declaration.superusers:
            message = f"`{user}` is a superuser, so nothing that is granted to it means anything"
            yield _error(TWO_POWERS, pointer("users", user), message, "Leave it in one of the two.")
    for topic in topics.values():
        for name in (topic.name, *companions_of(topic)):
            try:
                parse_topic(name)
            except BadTopicName as refused:
                cure = "docs/NAMING_GUIDE.md, rule NMK001."
                yield _error(UNFIT_NAME, pointer("topics", topic.name), str(refused), cure)


def _shared_services(declaration: Declaration) -> Iterator[Finding]:
    services = Counter(service_of(declaration, user) for user in declaration.users)
    for user in declaration.users:
        service = service_of(declaration, user)
        if services[service] > 1:
            message = (
                f"several users have the service `{service}`: each may take the others' groups"
            )
            yield _error(SHARED_SERVICE, pointer("users", user), message, "Give it its own.")


def _unread_letters(declaration: Declaration, topics: Topics) -> Iterator[Finding]:
    reading = {Access.DEAD_LETTERS, Access.REPLAY}
    if any(reading & set(user.access) for user in declaration.users.values()):
        return
    for topic in topics.values():
        if topic.failure.dead_letter:
            message = f"nobody may read the dead letters of `{topic.name}`"
            cure = "Give somebody the access `dead_letters` or `replay`."
            yield _error(UNREAD_LETTERS, pointer("users"), message, cure)


def _contradictions(
    declaration: Declaration, topics: Topics, where: str, environment: Environment
) -> Iterator[Finding]:
    for topic in topics.values():
        for name, settings in settings_of(declaration, environment, topic).items():
            place = pointer("environments", where)
            for message, cure in _contradiction(name, settings, environment):
                yield _error(CONTRADICTION, place, f"in `{where}`, {message}", cure)


def _contradiction(
    name: str, settings: TopicSettings, environment: Environment
) -> Iterator[tuple[str, str]]:
    if settings.partitions is None:
        yield f"`{name}` has no number of partitions", "Say it in `defaults`."
    if settings.retention is not None and settings.cleanup is Cleanup.COMPACT:
        cure = "Say `cleanup: compact,delete`, or nothing about retention."
        yield f"`{name}` is compacted only, so its retention means nothing", cure
    copies, wanted = environment.replication, settings.config.get(_COPIES, "")
    if isinstance(copies, int) and wanted.isdigit() and int(wanted) > copies:
        cure = "Ask for fewer copies in sync, or keep more of them."
        yield f"`{name}` wants {wanted} copies in sync of {copies}: nothing could be written", cure


def _did_you_mean(name: str, known: Iterable[str]) -> str:
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1)
    return f"Did you mean `{close[0]}`?" if close else f"Known are {', '.join(names)}."


def _error(code: str, place: str, message: str, cure: str) -> Finding:
    return Finding(code, Severity.ERROR, place, message, cure)
