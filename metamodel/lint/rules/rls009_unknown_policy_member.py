"""RLS009."""

from collections.abc import Iterator, Mapping

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Member, Subject
from metamodel.lint.view_scope import shown_members
from metamodel.model.access import AccessPolicy
from metamodel.model.attribute import Attribute, ComputedDimension


class UnknownPolicyMember(LintRule):
    """A policy names a member that does not exist, or filters by what no row has.

    Why: what is excluded under a wrong name stays visible, and a filter by a measure fails every
    query of its groups.

    Bad: `"excludes": ["emial"]`; a filter by `revenue`, a measure.
    Good: `"excludes": ["email"]`; a filter by `status`.
    """

    code = "RLS009"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, entity, policy in subject.policies:
            members = {item.name: item for _, item in subject.members("", entity)}
            yield from self._policy(place, policy, members)
        for place, view in subject.views():
            if view.access:
                shown = {item.name: item.member for item in shown_members(subject, view, place)}
                for index, policy in enumerate(view.access):
                    yield from self._policy(f"{place}/access/{index}", policy, shown)

    def _policy(
        self, place: str, policy: AccessPolicy, members: Mapping[str, Member]
    ) -> Iterator[Finding]:
        masking = policy.masking
        for key, names in (
            ("includes", policy.includes),
            ("excludes", policy.excludes),
            ("masking/includes", masking.includes if masking else ()),
            ("masking/excludes", masking.excludes if masking else ()),
        ):
            for index, name in enumerate(names):
                if name not in members:
                    message, cure = f"`{name}` is no member here", "Name one that exists."
                    yield self.found(f"{place}/{key}/{index}", message, cure)
        for index, condition in enumerate(policy.filters):
            for name in condition.members:
                found = members.get(name)
                if not isinstance(found, Attribute | ComputedDimension):
                    fault = "is no member here" if found is None else "is no dimension"
                    message = f"rows are filtered by `{name}`, which {fault}"
                    yield self.found(f"{place}/filters/{index}", message, "Name a dimension.")
