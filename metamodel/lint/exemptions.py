"""Findings that a document accepts for a while, for a reason."""

from collections.abc import Iterable, Sequence
from datetime import date

from metamodel.model.finding import Finding
from metamodel.model.governance import Exemption

_MANDATORY = frozenset({"TIM001", "PRE001", "PRE002"})
_TENANCY = "RLS"
_OWN = "EXM"


def wants_approval(code: str) -> bool:
    """Is the rule one that nobody sets aside alone: a mandatory one, or one of tenancy?"""
    return code in _MANDATORY or code.startswith(_TENANCY)


def is_approved(item: Exemption) -> bool:
    """Has somebody answered for it, where somebody has to?"""
    return item.approved_by is not None or not wants_approval(item.rule)


def is_expired(item: Exemption, today: date) -> bool:
    """Is its last day over?"""
    return item.expires < today


def covers(item: Exemption, finding: Finding) -> bool:
    """Is it a finding of that rule, at that place or below it? Exemptions cover none of their own.

    The root's pointer is empty: everything lies below it.
    """
    if item.rule != finding.code or finding.code.startswith(_OWN):
        return False
    return finding.pointer == item.path or finding.pointer.startswith(f"{item.path}/")


def not_exempt(
    findings: Iterable[Finding], exemptions: Sequence[Exemption], today: date
) -> list[Finding]:
    """The findings that no exemption in force covers."""
    in_force: dict[str, list[Exemption]] = {}
    for item in exemptions:
        if is_approved(item) and not is_expired(item, today):
            in_force.setdefault(item.rule, []).append(item)
    return [
        finding
        for finding in findings
        if not any(covers(item, finding) for item in in_force.get(finding.code, ()))
    ]
