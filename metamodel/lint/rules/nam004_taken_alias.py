"""NAM004."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject


class TakenAlias(LintRule):
    """An older name of a member is the name of another member, or of two.

    Why: Cube answers to aliases as to names; which of the two is meant is its secret.

    Bad: `"name": "total", "aliases": ["revenue"]` beside a measure `revenue`.
    Good: `"aliases": ["turnover"]`.
    """

    code = "NAM004"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, entity in subject.entities():
            members = list(subject.members(place, entity))
            if not any(member.aliases for _, member in members):
                continue
            taken = {member.name: member.name for _, member in members}
            for at, member in members:
                for index, alias in enumerate(member.aliases):
                    if alias in taken:
                        message = f"the alias `{alias}` of `{member.name}` is `{taken[alias]}` too"
                        cure = "Choose another, or drop it."
                        yield self.found(f"{at}/aliases/{index}", message, cure)
                    taken.setdefault(alias, member.name)
