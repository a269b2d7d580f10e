"""REL004."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.lint.view_scope import follow


class TwoPathsInView(LintRule):
    """A view takes one cube by two join paths.

    Why: Cube gives both the same alias: each alone is right, both together answer with nothing, or
    with rows that meet two conditions at once.

    Bad: `["order.customer.nation", "order.supplier.nation"]`.
    Good: `["order.customer.customer_nation", "order.supplier.supplier_nation"]`, two roles.
    """

    code = "REL004"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, view in subject.views():
            first: dict[str, str] = {}
            for index, item in enumerate(view.cubes):
                node = follow(subject.graph, item.path)
                if isinstance(node, str):
                    continue
                known = first.setdefault(node.name, item.path)
                if known != item.path:
                    message = f"`{view.name}` takes `{node.name}` by `{known}` too"
                    cure = "Take one path, or give each meaning a role."
                    yield self.found(f"{place}/cubes/{index}/path", message, cure)
