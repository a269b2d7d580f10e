"""One file with the whole state, in the shape that kafka-gitops made known."""

from itertools import count

from metamodel.streaming.cluster import Grant
from metamodel.streaming.derive import Desired
from metamodel.streaming.exports.yaml_words import yaml_text


def state_files(desired: Desired) -> dict[str, str]:
    """`state.yaml`: topics, users, and each user's grants under a name of its own."""
    return {"state.yaml": yaml_text(state_document(desired))}


def state_document(desired: Desired) -> dict[str, object]:
    """The same as plain values."""
    state = desired.state
    topics = {
        name: {
            "partitions": topic.partitions,
            **({"replication": topic.replication} if topic.replication else {}),
            "configs": dict(topic.configs),
        }
        for name, topic in state.topics.items()
    }
    names = sorted({item.user for item in state.credentials})
    return {
        "topics": topics,
        "users": {name: {"principal": f"User:{name}"} for name in names},
        "customUserAcls": {name: _acls(desired, name) for name in names},
        "quotas": {name: dict(limits) for name, limits in sorted(state.quotas.items())},
    }


def _acls(desired: Desired, user: str) -> dict[str, dict[str, str]]:
    grants = sorted(item for item in desired.state.grants if item.user == user)
    return {f"{user}-{number}": _acl(item) for number, item in zip(count(1), grants, strict=False)}


def _acl(grant: Grant) -> dict[str, str]:
    return {
        "name": grant.resource,
        "type": grant.kind.value,
        "pattern": grant.match.value,
        "host": grant.host,
        "operation": grant.operation.value,
        "permission": grant.effect.value,
    }
