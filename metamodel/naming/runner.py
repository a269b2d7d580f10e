"""All naming rules over all collected names in one pass."""

from collections.abc import Sequence
from functools import cache

import metamodel.naming.rules
from metamodel.kernel.registry import discover
from metamodel.model.finding import Finding
from metamodel.naming.rule import Fault, NamingRule, Survey


@cache
def naming_rules() -> tuple[NamingRule, ...]:
    """One of each rule that is switched on, in order of their codes."""
    found = discover(metamodel.naming.rules, NamingRule)
    return tuple(rule() for rule in found.values() if rule.enabled)


def judge_names(survey: Survey) -> list[Fault]:
    """Every fault of every name, in order of place."""
    found = [fault for rule in naming_rules() for fault in rule.check(survey)]
    return sorted(found, key=lambda fault: (fault.name.path, fault.finding.order))


def findings(faults: Sequence[Fault]) -> list[Finding]:
    """The same for people and for programs."""
    return [fault.finding for fault in faults]
