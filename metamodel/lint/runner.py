"""All rules over one document in one pass."""

from datetime import date
from functools import cache

import metamodel.lint.rules
from metamodel.kernel.quiet_gc import quiet_gc
from metamodel.kernel.registry import discover
from metamodel.lint.exemptions import not_exempt
from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.load import DocumentRefused, Loaded
from metamodel.model.metamodel import Metamodel


@cache
def rules() -> tuple[LintRule, ...]:
    """One of each rule that is switched on, in order of their codes."""
    found = discover(metamodel.lint.rules, LintRule)
    return tuple(rule() for rule in found.values() if rule.enabled)


def lint(loaded: Loaded, today: date | None = None) -> list[Finding]:
    """Every finding of a document, in order of place; schema faults alone if there are any.

    Exemptions end after their last day; without `today` none has ended.
    """
    if loaded.model is None:
        return list(loaded.faults)
    subject = Subject(loaded.model, today or date.min)
    with quiet_gc():
        found = [item for rule in rules() for item in rule.check(subject)]
        found += [item for rule in rules() for item in rule.review(subject, found)]
    counted = not_exempt(found, loaded.model.exemptions, subject.today)
    located = {item.located(loaded.positions, loaded.path) for item in counted}
    return sorted(located, key=lambda item: item.order)


def require_clean(loaded: Loaded, today: date | None = None) -> Metamodel:
    """The model, if no finding forbids generating from it. Raises DocumentRefused with those."""
    blocking = tuple(item for item in lint(loaded, today) if item.severity.blocks)
    if blocking:
        raise DocumentRefused(blocking)
    return loaded.require()
