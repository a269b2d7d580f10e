"""MSK002."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.lint.visibility import sees
from metamodel.model.edit import Edit


class MaskedAndShown(LintRule):
    """A policy says of a member that it is masked, and shows it in full.

    Why: Cube shows it in full: what a policy includes is never masked by it.

    Bad: `"masking": {"includes": ["email"]}` and no `includes` or `excludes`.
    Good: the same with `"excludes": ["email"]`.
    """

    code = "MSK002"
    fixes = True

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, _, policy in subject.policies:
            names = policy.masking.includes if policy.masking else ()
            for index, name in enumerate(names):
                if sees(policy, name):
                    yield self.found(
                        f"{place}/masking/includes/{index}",
                        f"the policy masks `{name}` and shows it in full",
                        f"Add `{name}` to its `excludes`.",
                        Edit.append(f"{place}/excludes", name, after=policy.excludes),
                    )
