"""RLS007."""

from collections import deque
from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject, find_member, references_of
from metamodel.model.entity import Entity


class SharedMemberLeaks(LintRule):
    """A member of a shared entity is computed from rows that belong to tenants.

    Why: Cube filters only the cubes whose members a query names. Who asks for the shared member
    alone gets it over every tenant's rows, and the answer looks right. It is safe only where it is
    excluded for every group that is no admin's; Cube then refuses members built on it too.

    Bad: `part.avg_line_quantity` with `"subQuery": true` and `{lineitem.avg_qty}`, part shared.
    Good: the same, and `part.access` with `"excludes": ["avg_line_quantity"]` for analysts.
    """

    code = "RLS007"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, entity in subject.entities():
            if entity.tenant_owned:
                continue
            for at, member in subject.members(place, entity):
                leak = _leak(subject, entity, member.name)
                if leak:
                    yield self.found(
                        at,
                        f"`{entity.name}.{member.name}` shows `{leak}` of every tenant",
                        "Move it to the tenants' entity, or exclude it for all groups but admins'.",
                    )


def _leak(subject: Subject, entity: Entity, name: str) -> str | None:
    """The first tenant-owned member that a member leads to past no exclusion."""
    seen: set[tuple[str, str]] = set()
    queue = deque([(entity, name)])
    while queue:
        here, member_name = queue.popleft()
        member = find_member(here, member_name)
        if (here.name, member_name) in seen or member is None:
            continue
        seen.add((here.name, member_name))
        if here.tenant_owned:
            return f"{here.name}.{member_name}"
        if _excluded(subject, here, member_name):
            continue
        for reference in references_of(member):
            node = subject.node(here, reference)
            if node and reference.member:
                queue.append((node.entity, reference.member))
    return None


def _excluded(subject: Subject, entity: Entity, name: str) -> bool:
    """Is the member hidden from every group that is no admin's?"""
    admins = set(subject.tenancy.admin_groups) if subject.tenancy else set()
    if entity.access is None:
        return False
    return all(name in policy.excludes or set(policy.groups) <= admins for policy in entity.access)
