"""LNK001."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.attribute import Dimension
from metamodel.model.edit import Edit


class UnfitLinks(LintRule):
    """A member has two links of one name, or two that are the first.

    Why: Cube refuses the whole model when it compiles.

    Bad: two links with `"primary": true`.
    Good: one of them.
    """

    code = "LNK001"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for at, _, member in subject.all_members:
            if not isinstance(member, Dimension) or not member.links:
                continue
            names: set[str] = set()
            primary = 0
            for index, link in enumerate(member.links):
                place = f"{at}/links/{index}"
                if link.name in names:
                    message = f"the link `{link.name}` is there twice"
                    yield self.found(f"{place}/name", message, "Choose another name.")
                names.add(link.name)
                primary += link.primary
                if link.primary and primary > 1:
                    message = f"`{member.name}` has more than one primary link"
                    edit = Edit.remove(f"{place}/primary")
                    yield self.found(f"{place}/primary", message, "Keep one.", edit)
