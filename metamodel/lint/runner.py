"""All rules over one document in one pass."""

from functools import cache

import metamodel.lint.rules
from metamodel.kernel.registry import discover
from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.load import DocumentRefused, Loaded
from metamodel.model.metamodel import Metamodel


@cache
def rules() -> tuple[LintRule, ...]:
    """One of each rule that is switched on, in order of their codes."""
    found = discover(metamodel.lint.rules, LintRule)
    return tuple(rule() for rule in found.values() if rule.enabled)


def lint(loaded: Loaded) -> list[Finding]:
    """Every finding of a document, in order of place; schema faults alone if there are any."""
    if loaded.model is None:
        return list(loaded.faults)
    subject = Subject(loaded.model)
    found = [item for rule in rules() for item in rule.check(subject)]
    located = {item.located(loaded.positions, loaded.path) for item in found}
    return sorted(located, key=lambda item: item.order)


def require_clean(loaded: Loaded) -> Metamodel:
    """The model, if no finding forbids generating from it. Raises DocumentRefused with those."""
    blocking = tuple(item for item in lint(loaded) if item.severity.blocks)
    if blocking:
        raise DocumentRefused(blocking)
    return loaded.require()
