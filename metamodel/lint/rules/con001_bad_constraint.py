"""CON001."""

import re
from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.attribute import Attribute, Constraints, MemberType


class BadConstraint(LintRule):
    """A constraint can never be met, cannot be read, or does not fit its attribute.

    Why: what people enter is checked by it: nothing could be entered any more, or anything.

    Bad: `"constraints": {"minimum": 10, "maximum": 1}`; `"pattern": "[A-"`.
    Good: `"constraints": {"minimum": 1, "maximum": 10}`.
    """

    code = "CON001"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for at, _, item in subject.attributes:
            rules = item.constraints
            if rules is None:
                continue
            for key, fault in _faults(item, rules):
                message = f"`{item.name}`: {fault}"
                yield self.found(f"{at}/constraints/{key}", message, "Correct the constraint.")


def _faults(item: Attribute, rules: Constraints) -> Iterator[tuple[str, str]]:
    number, text = item.member_type is MemberType.NUMBER, item.member_type is MemberType.STRING
    for key, value, fits in (
        ("minimum", rules.minimum, number),
        ("maximum", rules.maximum, number),
        ("minLength", rules.min_length, text),
        ("maxLength", rules.max_length, text),
        ("pattern", rules.pattern, text),
    ):
        if value is not None and not fits:
            yield key, f"a {item.type} has no `{key}`"
    if rules.minimum is not None and rules.maximum is not None and rules.minimum > rules.maximum:
        yield "minimum", f"at least {rules.minimum:g} and at most {rules.maximum:g}"
    shortest, longest = rules.min_length, rules.max_length
    if shortest is not None and longest is not None and shortest > longest:
        yield "minLength", f"at least {shortest} and at most {longest} characters"
    if rules.pattern is not None and not _is_pattern(rules.pattern):
        yield "pattern", f"`{rules.pattern}` is no regular expression"


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True
