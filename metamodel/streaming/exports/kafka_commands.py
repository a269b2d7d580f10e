"""A shell script of Kafka's own commands: what is new is made, nothing is changed or removed."""

import shlex
from collections import defaultdict
from collections.abc import Iterator

from metamodel.streaming.cluster import Match, Operation, ResourceKind, principal_of
from metamodel.streaming.derive import Desired

_HEAD = """\
#!/bin/sh
# Generated from ops/streaming/streaming.yaml and the events; change those, not this file.
# Makes what is missing: topics, grants, limits. Users need passwords, so they are not made here.
# KAFKA_BOOTSTRAP names the brokers, KAFKA_CLIENT a properties file of somebody who may do this.
set -eu
cd "${KAFKA_HOME:-/opt/kafka}/bin"
"""
_AS = '--bootstrap-server "$KAFKA_BOOTSTRAP" --command-config "$KAFKA_CLIENT"'
_KINDS = {
    ResourceKind.TOPIC: "--topic",
    ResourceKind.GROUP: "--group",
    ResourceKind.CLUSTER: "--cluster",
    ResourceKind.TRANSACTIONAL_ID: "--transactional-id",
}


def command_files(desired: Desired) -> dict[str, str]:
    """`streaming.sh`."""
    lines = [*_topics(desired), *_grants(desired), *_quotas(desired)]
    return {"streaming.sh": _HEAD + "".join(f"{line}\n" for line in lines)}


def _topics(desired: Desired) -> Iterator[str]:
    for name, topic in desired.state.topics.items():
        settings = [word for pair in topic.configs.items() for word in ("--config", "=".join(pair))]
        copies = ["--replication-factor", str(topic.replication)] if topic.replication else []
        count = ["--partitions", str(topic.partitions)]
        made = ["--create", "--if-not-exists", "--topic", name, *count, *copies, *settings]
        yield _command("kafka-topics.sh", *made)


def _grants(desired: Desired) -> Iterator[str]:
    """Operations on one resource belong together."""
    found: dict[tuple[str, ResourceKind, str, Match], list[Operation]] = defaultdict(list)
    for item in sorted(desired.state.grants):
        found[item.user, item.kind, item.resource, item.match].append(item.operation)
    for (user, kind, name, match), operations in found.items():
        who = ["--add", "--allow-principal", principal_of(user)]
        what = [word for one in operations for word in ("--operation", one.value)]
        where = [_KINDS[kind], *([] if kind is ResourceKind.CLUSTER else [name])]
        yield _command(
            "kafka-acls.sh", *who, *what, *where, "--resource-pattern-type", match.value.lower()
        )


def _quotas(desired: Desired) -> Iterator[str]:
    for user, limits in sorted(desired.state.quotas.items()):
        values = ",".join(f"{name}={value:.15g}" for name, value in limits.items())
        set_to = ["--alter", "--add-config", values, "--entity-type", "users"]
        yield _command("kafka-configs.sh", *set_to, "--entity-name", user)


def _command(program: str, *arguments: str) -> str:
    return f"./{program} {_AS} {shlex.join(arguments)}"
