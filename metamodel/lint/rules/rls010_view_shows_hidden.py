"""RLS010."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.lint.view_scope import Shown, shown_members
from metamodel.lint.visibility import EVERYBODY, sees
from metamodel.model.access import AccessPolicy
from metamodel.model.edit import Edit

MOST = 5
"""Members a message names."""


class ViewShowsHidden(LintRule):
    """A view's own policies show members that the policies of its cube hide.

    Why: a view's policy takes the place of its cubes' for members: what a cube hides is visible
    again through the view. Rows stay filtered.

    Bad: `order.access` excludes `margin`, and a view's policy for the same group includes it.
    Good: a view without `access`, which hides what its cubes hide.
    """

    code = "RLS010"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, view in subject.views():
            shown = shown_members(subject, view, place) if view.access else []
            for index, policy in enumerate(view.access or ()):
                names = [
                    item.name
                    for item in shown
                    if sees(policy, item.name) and self._is_hidden(subject, item, policy)
                ]
                if names:
                    groups = ", ".join(policy.groups)
                    yield self.found(
                        f"{place}/access/{index}",
                        f"the view shows {groups} what its cubes hide: {', '.join(names[:MOST])}",
                        "Exclude them, or drop the view's `access`.",
                        *_excluding(f"{place}/access/{index}", policy, names),
                    )

    def _is_hidden(self, subject: Subject, item: Shown, policy: AccessPolicy) -> bool:
        """Is there a group of the policy, no admins', that the cube hides the member from?"""
        stated = item.node.entity.access
        if not stated:
            return False
        return any(
            not any(
                sees(one, item.member.name)
                and (group in one.groups or EVERYBODY in one.groups)
                and (not one.conditions or policy.conditions)
                for one in stated
            )
            for group in policy.groups
            if group not in subject.admins
        )


def _excluding(place: str, policy: AccessPolicy, names: list[str]) -> list[Edit]:
    if policy.excludes:
        return [Edit.add(f"{place}/excludes/-", name) for name in names]
    return [Edit.add(f"{place}/excludes", names)]
