"""Every catalogue item brings its documentation, its code and its test."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

import pytest

import metamodel.events.rules
import metamodel.lint.rules
import metamodel.naming.rules
from metamodel.events._catalogue import committed_ids, topics
from metamodel.events._contract import FailurePolicy, Topic, event_record, field
from metamodel.events._rule import SchemaRule
from metamodel.kernel.registry import discover
from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.naming.names import CollectedName
from metamodel.naming.rule import NamingRule
from ops.monitoring import dashboards, parts
from ops.monitoring.dashboard import Dashboard
from ops.monitoring.part import Part
from ops.naming import collectors
from ops.naming.collector import Collector
from ops.naming.tree import Tree
from ops.stack import components
from ops.stack.component import Component, Stack
from tests.architecture import gates_registry as gates
from tests.architecture.tree import REPOSITORY, planted

RULES = discover(metamodel.lint.rules, LintRule)
SCHEMA = discover(metamodel.events.rules, SchemaRule)
NAMING = discover(metamodel.naming.rules, NamingRule)
COLLECTORS = discover(collectors, Collector, key="name")
COMPONENTS = list(discover(components, Component, key="__module__").values())


def test_the_folders_are_catalogues() -> None:
    assert gates.registry_faults(metamodel.lint.rules, LintRule) == []
    assert gates.registry_faults(metamodel.naming.rules, NamingRule) == []
    assert gates.registry_faults(metamodel.events.rules, SchemaRule) == []
    assert gates.registry_faults(collectors, Collector, key="name") == []
    assert gates.registry_faults(components, Component, key="__module__") == []
    assert gates.registry_faults(parts, Part, key="name") == []
    assert gates.registry_faults(dashboards, Dashboard, key="name") == []


def test_every_lint_rule_is_documented_and_tested() -> None:
    assert RULES
    assert gates.rule_faults(RULES, REPOSITORY) == []


def test_every_naming_rule_and_collector_is_documented_and_tested() -> None:
    assert NAMING
    assert gates.rule_faults(NAMING, REPOSITORY) == []
    assert COLLECTORS
    assert gates.collector_faults(COLLECTORS, REPOSITORY) == []


def test_every_rule_for_schemas_is_documented_and_tested() -> None:
    assert SCHEMA
    assert gates.rule_faults(SCHEMA, REPOSITORY) == []


def test_every_topic_says_what_it_holds_and_whose_it_is() -> None:
    assert topics()
    assert gates.topic_faults(topics(), committed_ids(), REPOSITORY) == []


def test_every_component_is_called_like_its_file() -> None:
    assert COMPONENTS
    assert gates.component_faults(COMPONENTS, REPOSITORY) == []


class BadRule(LintRule):
    """Something is wrong."""

    code = "BAD1"
    enabled = False

    def check(self, subject: Subject) -> Iterator[Finding]:
        yield from ()


class BadTopic(Topic):
    """Something happened."""

    name = "core.something"
    channel = "core.something"
    writers = ()
    readers = ("presence",)
    failure = FailurePolicy(dead_letter=False)
    schema: ClassVar[Any] = event_record(
        "core.something", "Something.", field("what", "string", "")
    )


class BadCollector(Collector):
    """A source."""

    name = "bad"

    def collect(self, tree: Tree) -> Iterator[CollectedName]:
        yield from ()


class BadComponent(Component):
    """A server."""

    name = "bad"
    needs = ("nothing",)

    def start(self, stack: Stack) -> None:
        del stack


def test_canary_rule() -> None:
    found = gates.rule_faults({"BAD1": BadRule}, REPOSITORY)

    assert found == [
        "test_registry: no `Why:` in its docstring",
        "test_registry: no `Bad:` in its docstring",
        "test_registry: no `Good:` in its docstring",
        "test_registry: `BAD1` is not three letters and three digits",
        "test_registry: holds BAD1",
        "test_registry: is off and does not say why",
        "tests.architecture.test_registry has no tests/tests/architecture/test_test_registry.py",
    ]


def test_canary_topic() -> None:
    found = gates.topic_faults({BadTopic.name: BadTopic}, {}, REPOSITORY)

    assert found[:-1] == [
        "test_registry: `core.something` is not its channel and a major version",
        "test_registry: holds core.something",
        "test_registry: nobody writes it, or nobody reads it",
        "test_registry: a release has no id in metamodel/events/ids.json",
        "test_registry: does not say what its key is",
        "test_registry: field `what` has no meaning",
    ]


def test_canary_collector() -> None:
    found = gates.collector_faults({"bad": BadCollector}, REPOSITORY)

    assert found[:-1] == ["test_registry: is called bad"]


def test_canary_component() -> None:
    found = gates.component_faults([BadComponent], REPOSITORY)

    assert found[:-1] == [
        "test_registry: is called bad",
        "test_registry: needs `nothing`, which no file describes",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "",
        "from metamodel.lint.rule import LintRule\nclass A(LintRule):\n    code = 'AAA001'\n",
        'from metamodel.lint.rule import LintRule\nclass A(LintRule):\n    """Words."""\n',
    ],
    ids=["no class", "no docstring", "no code"],
)
def test_canary_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    planted(tmp_path, {"bad_rules/__init__.py": "", "bad_rules/one.py": source})
    monkeypatch.syspath_prepend(str(tmp_path))
    package = ModuleType("bad_rules")
    package.__path__ = [str(tmp_path / "bad_rules")]
    monkeypatch.setitem(sys.modules, "bad_rules", package)
    monkeypatch.delitem(sys.modules, "bad_rules.one", raising=False)

    assert len(gates.registry_faults(package, LintRule)) == 1
