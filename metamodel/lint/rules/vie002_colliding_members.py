"""VIE002."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.lint.view_scope import shown_members


class CollidingMembers(LintRule):
    """Two members of a view have the same name there.

    Why: Cube refuses the whole model when it compiles.

    Bad: `order` and `order.customer`, both whole: each has `count`.
    Good: `{"path": "order.customer", "prefix": true}`.
    """

    code = "VIE002"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, view in subject.views():
            first: dict[str, str] = {}
            for item in shown_members(subject, view, place):
                member = f"{item.node.name}.{item.member.name}"
                known = first.setdefault(item.name, member)
                if known != member:
                    message = f"`{item.name}` of `{view.name}` is `{known}` and `{member}`"
                    cure = "Give one an `alias`, or its cube a `prefix`."
                    yield self.found(item.pointer, message, cure)
