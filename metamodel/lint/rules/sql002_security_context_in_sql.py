"""SQL002."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule, Severity
from metamodel.lint.subject import Subject

_NAME = "SECURITY_CONTEXT"


class SecurityContextInSql(LintRule):
    """An expression reads the caller's token through `SECURITY_CONTEXT`.

    Why: Cube has deprecated it and will drop it. It also makes SQL depend on the caller, so that
    rollups of one caller are served to others.

    Bad: `{SECURITY_CONTEXT.tenant.filter('tenant_id')}`.
    Good: a policy with a filter by the claim.
    """

    code = "SQL002"
    severity = Severity.FUTURE_ERROR

    def check(self, subject: Subject) -> Iterator[Finding]:
        for item in subject.expressions:
            if _NAME in item.text:
                yield self._old(item.pointer)
        for place, entity in subject.entities():
            if entity.source.sql and _NAME in entity.source.sql:
                yield self._old(f"{place}/source/sql")

    def _old(self, place: str) -> Finding:
        return self.found(place, f"`{_NAME}` is deprecated", "Filter rows by a policy.")
