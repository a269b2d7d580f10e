"""MSK001."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule, Severity
from metamodel.lint.subject import Subject
from metamodel.lint.visibility import sees_masked
from metamodel.model.measure import Segment


class IdleMask(LintRule):
    """A member has a mask that nobody ever sees.

    Why: Cube masks a member only for those whose policy names it in `masking` and does not show it
    anyway. Without such a policy everybody reads the value itself, or nobody does.

    Bad: `"mask": {"text": "***"}` at a member that the only policy includes.
    Good: the same, with `"excludes": ["email"], "masking": {"includes": ["email"]}` in a policy.
    """

    code = "MSK001"
    severity = Severity.WARNING

    def check(self, subject: Subject) -> Iterator[Finding]:
        for at, entity, member in subject.all_members:
            if isinstance(member, Segment) or member.mask is None:
                continue
            if not any(sees_masked(policy, member.name) for policy in entity.access or ()):
                yield self.found(
                    f"{at}/mask",
                    f"no policy of `{entity.name}` shows `{member.name}` masked",
                    "Exclude it in a policy and name it in that policy's `masking`.",
                )
