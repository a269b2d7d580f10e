"""The topics this folder describes, found by walking it, and their committed schema ids."""

import importlib
import json
import pkgutil
from importlib.resources import files

import metamodel.events
from metamodel.events._contract import Topic
from metamodel.kernel.errors import RegistryFault

_NO_TOPIC = frozenset({"codec"})


def topics() -> dict[str, type[Topic]]:
    """Every topic by its name. Raises RegistryFault unless each file describes one, documented."""
    found: dict[str, type[Topic]] = {}
    for info in pkgutil.iter_modules(metamodel.events.__path__):
        if info.name.startswith("_") or info.name in _NO_TOPIC:
            continue
        topic = _only_topic(f"{metamodel.events.__name__}.{info.name}")
        if topic.name in found:
            raise RegistryFault(info.name, f"`{topic.name}` is already used")
        found[topic.name] = topic
    return dict(sorted(found.items()))


def committed_ids() -> dict[str, int]:
    """Schema id by topic name, for a profile that runs no schema registry."""
    text = files(metamodel.events).joinpath("ids.json").read_text(encoding="utf-8")
    ids: dict[str, int] = json.loads(text)
    return ids


def _only_topic(module_name: str) -> type[Topic]:
    module = importlib.import_module(module_name)
    here = [
        item
        for item in vars(module).values()
        if isinstance(item, type) and issubclass(item, Topic) and item.__module__ == module_name
    ]
    if len(here) != 1 or not (here[0].__doc__ or "").strip():
        raise RegistryFault(module_name, "wants exactly one topic, with a docstring")
    return here[0]
