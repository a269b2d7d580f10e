"""A better name for a name that breaks rules: one that breaks none of those it was made by."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from metamodel.naming.names import CollectedName
from metamodel.naming.rule import Fault, Fix, Survey
from metamodel.naming.runner import naming_rules

MOST_ROUNDS = 5
"""One rule puts the form right, another a word; what needs more rounds goes in circles."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One name, what it should be called, and whether that may be written without asking."""

    name: CollectedName
    better: str
    fix: Fix
    codes: tuple[str, ...]


def repairs(faults: Iterable[Fault], survey: Survey, allowed: Collection[Fix]) -> list[Repair]:
    """The repairs of all faulty names that rules of the allowed kinds can put right."""
    names = dict.fromkeys(fault.name for fault in faults)
    found = (repair_of(name, survey, allowed) for name in names)
    return [item for item in found if item is not None]


def repair_of(name: CollectedName, survey: Survey, allowed: Collection[Fix]) -> Repair | None:
    """The repair of one name; None if it needs none, or if no better name stands still."""
    current, unsafe = name, False
    codes: list[str] = []
    for _ in range(MOST_ROUNDS):
        fault = next(_fixable(current, survey, allowed), None)
        if fault is None or fault.better is None:
            fix = Fix.UNSAFE if unsafe else Fix.SAFE
            changed = current.text != name.text
            return Repair(name, current.text, fix, tuple(codes)) if changed else None
        codes.append(fault.code)
        unsafe = unsafe or fault.fix is Fix.UNSAFE
        current = replace(current, text=fault.better)
    return None


def _fixable(name: CollectedName, survey: Survey, allowed: Collection[Fix]) -> Iterator[Fault]:
    if survey.is_allowed(name.kind, name.text):
        return
    for rule in naming_rules():
        if name.kind in rule.kinds and rule.fix in allowed:
            yield from (fault for fault in rule.judge(name, survey) if fault.better)
