"""VIE001."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject, find_member
from metamodel.lint.view_scope import follow, has_dimension


class BadViewCube(LintRule):
    """A view goes along relations that do not exist, or takes members that do not.

    Why: Cube refuses the whole model when it compiles, or leaves the member out without a word.

    Bad: `{"path": "order.nation"}` where orders have no nation of their own.
    Good: `{"path": "order.customer.customer_nation"}`.
    """

    code = "VIE001"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, view in subject.views():
            for index, item in enumerate(view.cubes):
                at = f"{place}/cubes/{index}"
                node = follow(subject.graph, item.path)
                if isinstance(node, str):
                    yield self.found(f"{at}/path", node, "Follow relations, from name to name.")
                    continue
                names = [(f"members/{n}/name", one.name) for n, one in enumerate(item.members)]
                names += [(f"excludes/{n}", name) for n, name in enumerate(item.excludes)]
                for below, name in names:
                    found = find_member(node.entity, name)
                    if found is None or not has_dimension(found):
                        message = f"`{node.name}` has no member `{name}`"
                        yield self.found(f"{at}/{below}", message, "Name one that exists.")
