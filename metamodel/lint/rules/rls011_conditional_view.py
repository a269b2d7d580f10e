"""RLS011."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule, Severity
from metamodel.lint.subject import Subject
from metamodel.lint.view_scope import follow


class ConditionalView(LintRule):
    """A view takes a cube whose members a condition opens, and states no policies itself.

    Why: conditions of cubes do not reach views; what only they open stays closed in the view, so
    people miss members that they may see.

    Bad: `order.access` has `"conditions": [...]`, a view takes `order` and has no `access`.
    Good: the same with `access` of the view, which repeats the condition.
    """

    code = "RLS011"
    severity = Severity.WARNING

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, view in subject.views():
            if view.access:
                continue
            for index, item in enumerate(view.cubes):
                node = follow(subject.graph, item.path)
                if isinstance(node, str):
                    continue
                if any(policy.conditions for policy in node.entity.access or ()):
                    yield self.found(
                        f"{place}/cubes/{index}",
                        f"`{view.name}` shows less of `{node.name}` than its conditions open",
                        "State `access` of the view.",
                    )
