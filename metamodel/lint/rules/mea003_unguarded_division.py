"""MEA003."""

import re
from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Expression, Subject
from metamodel.model.attribute import Attribute
from metamodel.model.edit import Edit
from metamodel.model.references import references

_QUOTED = re.compile(r"'[^']*'")
_DIVISOR = re.compile(r"/\s*(\{\s*\w+(?:\.\w+)?\s*\}(?:\.\w+)?)")


class UnguardedDivision(LintRule):
    """An expression divides by something that may be zero.

    Why: one row, or one group without rows, makes the database refuse the whole query.

    Bad: `{revenue} / {count}`.
    Good: `{revenue} / NULLIF({count}, 0)`, which is NULL then.
    """

    code = "MEA003"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for item in subject.expressions:
            if "/" not in item.text:
                continue
            bare = _QUOTED.sub(lambda match: "'" + "_" * (len(match[0]) - 2) + "'", item.text)
            found = [
                match for match in _DIVISOR.finditer(bare) if not _positive(subject, item, match)
            ]
            if found:
                message = f"`{item.member.name}` divides by {found[0][1]}, which may be zero"
                cure = f"Write `NULLIF({found[0][1]}, 0)`."
                edit = Edit.replace(item.pointer, _guarded(item.text, found))
                yield self.found(item.pointer, message, cure, edit)


def _positive(subject: Subject, item: Expression, match: re.Match[str]) -> bool:
    """Do its constraints keep the divisor above zero?"""
    named = references(match[1])
    found = subject.resolve(item.entity, named[0]) if named else None
    rules = found.constraints if isinstance(found, Attribute) else None
    return rules is not None and rules.minimum is not None and rules.minimum > 0


def _guarded(text: str, found: list[re.Match[str]]) -> str:
    for match in reversed(found):
        start, end = match.span(1)
        text = f"{text[:start]}NULLIF({text[start:end]}, 0){text[end:]}"
    return text
