"""docs/reference/streaming.md: what Kafka shall look like, and the grammar that says so."""

from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from metamodel.events._catalogue import topics
from metamodel.streaming.cluster import Match, Operation, ResourceKind
from metamodel.streaming.declaration import (
    Companions,
    Declaration,
    Environment,
    Ownership,
    QuotaSettings,
    TopicSettings,
    User,
)
from metamodel.streaming.derive import Desired, derive
from metamodel.streaming.exports.kafka_commands import command_files
from metamodel.streaming.exports.strimzi import strimzi_files
from metamodel.streaming.grants import service_of
from metamodel.streaming.quantities import size_text, span_text
from metamodel.streaming.topic_configs import CLEANUP, RETENTION
from ops.dev.reference._markdown import code, described, page, table
from ops.stack.places import STREAMING
from orchestration.adapters.streaming_files import read_declaration

INTRO = """\
Derived from `ops/streaming/streaming.yaml` (sizes, times, users) and the events' own files
(keys, roles, retries, dead letters). `rampart streaming plan` compares a cluster with it."""
_PARTS: tuple[type[BaseModel], ...] = (
    Declaration,
    TopicSettings,
    Companions,
    Environment,
    User,
    QuotaSettings,
    Ownership,
)
_LETTERS = {
    Operation.READ: "R",
    Operation.WRITE: "W",
    Operation.DESCRIBE: "d",
    Operation.DESCRIBE_CONFIGS: "c",
}


def pages() -> dict[str, str]:
    """The page of the declaration."""
    declaration = read_declaration(STREAMING)
    wanted = {name: derive(declaration, topics(), name) for name in declaration.environments}
    guarded = next(item for item in wanted.values() if item.access)
    blocks = (
        "## Topics",
        "Partitions by environment; copies where they are not the brokers' default.",
        _topics(wanted),
        "## Users",
        _users(declaration),
        "## Who may do what",
        "R reads, W writes, d describes, c describes settings. Everything else is denied.",
        _matrix(declaration, guarded),
        "## Grammar",
        *(_grammar(part) for part in _PARTS),
    )
    return {"streaming.md": page("Streaming", INTRO, *blocks)}


def files() -> dict[str, str]:
    """What other tools read: Strimzi's resources for production, a script for compose."""
    declaration = read_declaration(STREAMING)
    production = derive(declaration, topics(), "production")
    local = derive(declaration, topics(), "local")
    return {
        **{f"ops/k8s/streaming/{name}": text for name, text in strimzi_files(production).items()},
        **{f"ops/compose/{name}": text for name, text in command_files(local).items()},
    }


def _topics(wanted: dict[str, Desired]) -> str:
    first = next(iter(wanted.values())).state.topics
    head = ("Topic", "Written by", "Read by", *wanted, "Cleanup", "Retention")
    owners = {topic.name: (topic.writers, topic.readers) for topic in topics().values()}
    rows = []
    for name, topic in first.items():
        sizes = [_size(item, name) for item in wanted.values()]
        writers, readers = (", ".join(map(code, one)) for one in owners.get(name, ((), ())))
        retention = topic.configs.get(RETENTION)
        kept = span_text(int(retention)) if retention else ""
        cleanup = topic.configs.get(CLEANUP, "")
        rows.append((code(name), writers, readers, *sizes, cleanup, kept))
    return table(head, rows)


def _size(wanted: Desired, name: str) -> str:
    topic = wanted.state.topics[name]
    copies = f" x {topic.replication}" if topic.replication else ""
    return f"{topic.partitions}{copies}"


def _users(declaration: Declaration) -> str:
    rows = []
    for name, user in declaration.users.items():
        service = service_of(declaration, name)
        limits = ", ".join(_limits(user.quota))
        names = code(f"{service}.*") + (f", {code(f'{service}-*')}" if user.transactions else "")
        rows.append((code(name), user.why, ", ".join(map(code, user.roles)), names, limits))
    return table(("User", "What it is", "Roles", "Groups, transactions", "Limits"), rows)


def _limits(quota: QuotaSettings) -> Iterator[str]:
    if quota.produce is not None:
        yield f"writes {size_text(quota.produce)}/s"
    if quota.consume is not None:
        yield f"reads {size_text(quota.consume)}/s"
    if quota.request is not None:
        yield f"{quota.request}% of a thread"


def _matrix(declaration: Declaration, wanted: Desired) -> str:
    cells: dict[str, dict[str, set[str]]] = {}
    for grant in wanted.state.grants:
        star = "*" if grant.match is Match.PREFIXED else ""
        kind = "" if grant.kind is ResourceKind.TOPIC else f"{grant.kind.lower()} "
        row = cells.setdefault(f"{kind}{grant.resource}{star}", {})
        row.setdefault(grant.user, set()).add(_LETTERS[grant.operation])
    rows = (
        (code(name), *("".join(sorted(row.get(user, ()))) for user in declaration.users))
        for name, row in sorted(cells.items(), key=lambda item: (" " in item[0], item[0]))
    )
    return table(("Resource", *map(code, declaration.users)), rows)


def _grammar(part: type[BaseModel]) -> str:
    head = ("Key", "", "Meaning")
    return f"### {part.__name__}\n\n{described(part)}\n\n{table(head, _keys(part))}"


def _keys(part: type[BaseModel]) -> Iterator[Sequence[object]]:
    for name, info in part.model_fields.items():
        yield code(name), "required" if info.is_required() else "", info.description or ""
