"""DOC004."""

import sys
from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule, Severity
from metamodel.lint.subject import Subject
from metamodel.model.display import Deprecation


class StaleDeprecation(LintRule):
    """Something deprecated names a successor that does not exist, or should be gone.

    Why: people are sent to nowhere; and what was to go with a version that is here is still relied
    upon.

    Bad: `"deprecated": {"since": "1.0.0", "replacement": "turnover"}`, no `turnover`.
    Good: `"replacement": "revenue"`.
    """

    code = "DOC004"
    severity = Severity.WARNING

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, entity in subject.entities():
            if entity.deprecated:
                known = subject.model.entity(entity.deprecated.replacement or "") is not None
                yield from self._judged(subject, place, entity.deprecated, known=known)
        for at, entity, member in subject.all_members:
            if member.deprecated:
                name = member.deprecated.replacement or ""
                known = subject.resolve_name(entity, name) is not None
                yield from self._judged(subject, at, member.deprecated, known=known)
        for place, view in subject.views():
            if view.deprecated:
                known = subject.view(view.deprecated.replacement or "") is not None
                yield from self._judged(subject, place, view.deprecated, known=known)

    def _judged(
        self, subject: Subject, place: str, item: Deprecation, *, known: bool
    ) -> Iterator[Finding]:
        if item.replacement and not known:
            message = f"there is no `{item.replacement}` to take its place"
            yield self.found(f"{place}/deprecated/replacement", message, "Name one that exists.")
        if item.remove_in and _numbers(item.remove_in) <= _numbers(subject.model.spec_version):
            message = f"it was to go in {item.remove_in}, this is {subject.model.spec_version}"
            cure = "Remove it, or say when it goes now."
            yield self.found(f"{place}/deprecated/removeIn", message, cure)


def _numbers(version: str) -> tuple[int, ...]:
    parts = version.split(".")
    return tuple(int(part) for part in parts if part.isdecimal()) or (sys.maxsize,)
