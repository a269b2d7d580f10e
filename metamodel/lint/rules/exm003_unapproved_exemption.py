"""EXM003."""

from collections.abc import Iterator

from metamodel.lint.exemptions import is_approved
from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject


class UnapprovedExemption(LintRule):
    """An exemption from a mandatory rule, or from one of tenancy, names nobody who approved it.

    Why: TIM001, PRE001, PRE002 and the rules RLS keep the platform and its tenants safe; one person
    alone does not set them aside. Until it is approved such an exemption covers nothing.

    Bad: `{"rule": "PRE001", "path": "/entities/3", "reason": "Two are too few."}`.
    Good: the same with `"approvedBy": "data-platform"`.
    """

    code = "EXM003"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for index, item in enumerate(subject.model.exemptions):
            if not is_approved(item):
                yield self.found(
                    f"/exemptions/{index}",
                    f"the exemption from {item.rule} has no `approvedBy`",
                    "Have it approved, and say by whom.",
                )
