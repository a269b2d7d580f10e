"""The topics this folder describes, found by walking it, and their committed schema ids."""

import json
from importlib.resources import files

import metamodel.events
from metamodel.events._contract import Topic
from metamodel.kernel.registry import discover

_NO_TOPIC = frozenset(
    {
        "codec",
        "compatibility",
        "differences",
        "failure_notes",
        "linting",
        "registered",
        "releasing",
        "rules",
    }
)


def topics() -> dict[str, type[Topic]]:
    """Every topic by its name. Raises RegistryFault unless each file describes one, documented."""
    return discover(metamodel.events, Topic, key="name", beside=_NO_TOPIC)


def committed_ids() -> dict[str, tuple[int, ...]]:
    """Schema id of each release by topic name, for a profile that runs no schema registry."""
    text = files(metamodel.events).joinpath("ids.json").read_text(encoding="utf-8")
    return {name: tuple(ids) for name, ids in json.loads(text).items()}
