"""Names given by hand, and what one rule says of them."""

from datetime import date
from typing import Any

import metamodel.naming.rules
from metamodel.kernel.registry import discover
from metamodel.naming.dictionary import Dictionary, load_dictionary
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, NamingRule, Survey

TODAY = date(2026, 11, 24)
RULES = discover(metamodel.naming.rules, NamingRule)


def changed(**fields: Any) -> Dictionary:
    """The committed dictionary with other fields."""
    known = load_dictionary()
    return Dictionary(**{name: getattr(known, name) for name in Dictionary.model_fields} | fields)


def given(
    *names: CollectedName, dictionary: Dictionary | None = None, today: date = TODAY
) -> Survey:
    """A survey of these names."""
    return Survey(names, dictionary or load_dictionary(), today)


def judged(
    code: str, *names: CollectedName, dictionary: Dictionary | None = None, today: date = TODAY
) -> list[Fault]:
    """What one rule says of some names together."""
    return list(RULES[code]().check(given(*names, dictionary=dictionary, today=today)))


def told(code: str, text: str, kind: NameKind | None = None, **facts: str) -> str:
    """What one rule says of one name; nothing if it is right."""
    rule = RULES[code]
    name = CollectedName(kind or rule.kinds[0], text, facts=facts)
    return "; ".join(fault.message for fault in judged(code, name))


def better(code: str, text: str, kind: NameKind | None = None, **facts: str) -> str | None:
    """What one rule would call it instead."""
    rule = RULES[code]
    name = CollectedName(kind or rule.kinds[0], text, facts=facts)
    return next((fault.better for fault in judged(code, name) if fault.better), None)
