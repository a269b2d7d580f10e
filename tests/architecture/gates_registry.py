"""What every catalogue item has to bring along, beyond what `discover` asks for."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import TypeVar

from metamodel.events._contract import Topic
from metamodel.events._released import releases
from metamodel.events._rule import SchemaRule
from metamodel.kernel.errors import RegistryFault
from metamodel.kernel.registry import discover
from metamodel.lint.rule import LintRule
from metamodel.naming.rule import NamingRule
from ops.naming.collector import Collector
from ops.stack.component import Component
from ops.stack.shape import LOCAL, PROFILES, Shape
from tests.architecture.gates_mirror import test_of

_RULE = re.compile(r"[A-Z]{3}\d{3}")
_TOPIC = re.compile(r"[a-z_.]+\.v\d+")
_LABELS = ("Why:", "Bad:", "Good:")
T = TypeVar("T")


def registry_faults(package: ModuleType, item: type[T], *, key: str = "code") -> list[str]:
    """What `discover` says of a folder: one class a file, a docstring, an unused code."""
    try:
        discover(package, item, key=key)
    except RegistryFault as fault:
        return [str(fault)]
    return []


def rule_faults(
    rules: Mapping[str, type[LintRule | NamingRule | SchemaRule]], root: Path
) -> list[str]:
    """Rules without an example, without a test, or in a file that is not called like them."""
    found: list[str] = []
    for code, rule in rules.items():
        text, name = rule.__doc__ or "", rule.__module__.rpartition(".")[2]
        found += [
            f"{name}: no `{label}` in its docstring" for label in _LABELS if label not in text
        ]
        if not _RULE.fullmatch(code):
            found.append(f"{name}: `{code}` is not three letters and three digits")
        if not name.startswith(f"{code.lower()}_"):
            found.append(f"{name}: holds {code}")
        if not rule.enabled and not rule.why_off:
            found.append(f"{name}: is off and does not say why")
        found += _untested(rule, root)
    return found


def topic_faults(
    topics: Mapping[str, type[Topic]], schema_ids: Mapping[str, Sequence[int]], root: Path
) -> list[str]:
    """Topics that do not say what they hold, whose they are, or which schema id they have."""
    found: list[str] = []
    for name, topic in topics.items():
        file = topic.__module__.rpartition(".")[2]
        if not _TOPIC.fullmatch(name) or not name.startswith(topic.channel):
            found.append(f"{file}: `{name}` is not its channel and a major version")
        if file != topic.channel.replace(".", "_"):
            found.append(f"{file}: holds {topic.channel}")
        if not topic.writers or not topic.readers:
            found.append(f"{file}: nobody writes it, or nobody reads it")
        if not releases(name) or len(schema_ids.get(name, ())) != len(releases(name)):
            found.append(f"{file}: a release has no id in metamodel/events/ids.json")
        if topic.key.__func__ is Topic.key.__func__ or not topic.key.__doc__:  # type: ignore[attr-defined]
            found.append(f"{file}: does not say what its key is")
        undocumented = [item["name"] for item in topic.schema["fields"] if not item.get("doc")]
        found += [f"{file}: field `{item}` has no meaning" for item in undocumented]
        found += _untested(topic, root)
    return found


def component_faults(components: Iterable[type[Component]], root: Path) -> list[str]:
    """Components whose file is not called as they are, or that need what there is not.

    A profile's own variant of a component is in `<name>_<variant>.py`.
    """
    found: list[str] = []
    largest = [Shape(), Shape(LOCAL, 3)]
    known = {part.name for item in components for shape in largest for part in item.parts(shape)}
    for component in components:
        file, name = component.__module__.rpartition(".")[2], component.name
        variant = file.startswith(f"{name}_") and set(component.profiles) < set(PROFILES)
        if file != name and not variant:
            found.append(f"{file}: is called {name}")
        found += [
            f"{file}: needs `{need}`, which no file describes"
            for need in component.needs
            if need not in known
        ]
        found += _untested(component, root)
    return found


def collector_faults(collectors: Mapping[str, type[Collector]], root: Path) -> list[str]:
    """Collectors of names that are not called as their file, or have no test."""
    found: list[str] = []
    for name, collector in collectors.items():
        file = collector.__module__.rpartition(".")[2]
        if file != name:
            found.append(f"{file}: is called {name}")
        found += _untested(collector, root)
    return found


def _untested(item: type, root: Path) -> list[str]:
    test = test_of(Path(*item.__module__.split(".")).with_suffix(".py"))
    return [] if (root / test).is_file() else [f"{item.__module__} has no {test.as_posix()}"]
