"""The examples in a rule's docstring, as names that the rule can judge."""

import inspect
import re
from collections.abc import Iterator

from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import NamingRule

_LABELLED = re.compile(r"^(Bad|Good): (.*?)(?=^\w+: |\Z)", re.MULTILINE | re.DOTALL)
_EXAMPLE = re.compile(r"`([^`]+)`(?:\s+\(([^)]*)\))?")


def bad_examples(rule: type[NamingRule]) -> tuple[CollectedName, ...]:
    """Names that the rule has to find."""
    return tuple(_examples(rule, "Bad"))


def good_examples(rule: type[NamingRule]) -> tuple[CollectedName, ...]:
    """Names that the rule has to let pass."""
    return tuple(_examples(rule, "Good"))


def _examples(rule: type[NamingRule], label: str) -> Iterator[CollectedName]:
    for word, text in _LABELLED.findall(inspect.getdoc(rule) or ""):
        if word == label:
            for example, notes in _EXAMPLE.findall(text):
                yield _name(example, notes, rule.kinds[0])


def _name(text: str, notes: str, kind: NameKind) -> CollectedName:
    items = [item.strip() for item in " ".join(notes.split()).split(",") if item.strip()]
    facts = dict(item.split("=", 1) for item in items if "=" in item)
    kinds = [NameKind(item) for item in items if "=" not in item]
    return CollectedName(kinds[0] if kinds else kind, text, facts=facts)
