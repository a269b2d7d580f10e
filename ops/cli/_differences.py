"""A plan for people and for programs."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from metamodel.streaming.changes import Difference
    from orchestration.flows.plan_streaming import Permissions, Plan

MOST_NOTES = 20
"""What is only worth knowing is cut here; programs get all of it."""


def plan_lines(plan: "Plan", permissions: "Permissions") -> Iterator[str]:
    """What would be done, what is refused, what is kept, what is worth knowing."""
    ready, refused = plan.ready(permissions), plan.refused(permissions)
    held = plan.held(permissions)
    notes = [item for item in plan.differences if not item.is_drift]
    counts = f"{len(ready)} to do, {len(refused)} refused, {len(held)} kept, {len(notes)} notes"
    yield f"Plan {plan.hash} for `{plan.environment}`: {counts}"
    for heading, items in (
        ("To do", ready),
        ("Refused", refused),
        ("Kept: nothing is deleted without --allow-delete", held),
        ("Worth knowing", notes[:MOST_NOTES]),
    ):
        if items:
            yield from ("", f"{heading}:", *map(difference_line, items))
    if len(notes) > MOST_NOTES:
        yield f"  ... and {len(notes) - MOST_NOTES} more (--json has all)"


def difference_line(item: "Difference") -> str:
    """`+ topic a.v1: 3 partitions`; what is not SAFE says so, with its reason, flags and cure."""
    name = f"{item.subject} {item.name}" if item.subject != "grant" else f"grant: {item.name}"
    line = f"  {_sign(item)} {name} {item.part}".rstrip()
    if item.subject != "grant":
        values = [value for value in (item.found, item.wanted) if value is not None]
        line += f": {' -> '.join(values)}"
    if item.verdict == "SAFE":
        return line
    flags = "".join(f" [--{flag}]" for flag in sorted(item.needs))
    reason = f"\n      {item.verdict}: {item.why}{flags}" if item.is_drift else f" ({item.why})"
    return line + reason + (f"\n      {item.cure}" if item.cure else "")


def difference_rows(items: "Iterable[Difference]") -> list[dict[str, Any]]:
    """The same for programs."""
    return [
        {
            "subject": item.subject,
            "name": item.name,
            "part": item.part,
            "found": item.found,
            "wanted": item.wanted,
            "verdict": item.verdict.value,
            "needs": sorted(f"--{flag}" for flag in item.needs),
            "why": item.why,
            "cure": item.cure,
        }
        for item in items
    ]


def _sign(item: "Difference") -> str:
    if not item.is_drift:
        return "."
    if item.found is None:
        return "+"
    return "-" if item.wanted is None else "~"
