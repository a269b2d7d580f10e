"""EXM002."""

from collections.abc import Iterator, Sequence

from metamodel.lint.exemptions import covers
from metamodel.lint.rule import Finding, LintRule, Severity
from metamodel.lint.subject import Subject
from metamodel.model.edit import Edit


class IdleExemption(LintRule):
    """An exemption covers no finding.

    Why: it would silently cover the next fault of that kind at that place. A rule that does not
    exist and a pointer that leads nowhere look like this too.

    Bad: `{"rule": "PRE001", "path": "/entities/3"}` where there are two rollups by now.
    Good: no exemption.
    """

    code = "EXM002"
    severity = Severity.WARNING

    def check(self, subject: Subject) -> Iterator[Finding]:  # noqa: ARG002 - see `review`
        yield from ()

    def review(self, subject: Subject, findings: Sequence[Finding]) -> Iterator[Finding]:
        by_rule: dict[str, list[Finding]] = {}
        for finding in findings:
            by_rule.setdefault(finding.code, []).append(finding)
        for index, item in enumerate(subject.model.exemptions):
            if not any(covers(item, finding) for finding in by_rule.get(item.rule, ())):
                yield self.found(
                    f"/exemptions/{index}",
                    f"the exemption from {item.rule} at `{item.path}` covers no finding",
                    "Take it out.",
                    Edit.remove(f"/exemptions/{index}"),
                )
