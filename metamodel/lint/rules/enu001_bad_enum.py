"""ENU001."""

import re
from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.attribute import AttributeType

_WHOLE = frozenset({AttributeType.INTEGER, AttributeType.BIGINT})
_PLAIN = _WHOLE | {AttributeType.STRING, AttributeType.TEXT}


class BadEnum(LintRule):
    """The values of an enumeration are not told apart, or do not fit their attribute.

    Why: people choose from these values and data are checked by them. A value that is there twice,
    that the column cannot hold, or a default that is none of them, is refused at every write.

    Bad: `"enum": [{"value": "open"}, {"value": "open"}]`.
    Good: `"enum": [{"value": "open"}, {"value": "done"}]`.
    """

    code = "ENU001"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for at, _, item in subject.attributes:
            if not item.enum:
                continue
            if item.type not in _PLAIN:
                message = f"`{item.name}` is a {item.type} and has an `enum`"
                yield self.found(f"{at}/enum", message, "Only texts and whole numbers have one.")
            seen: set[str] = set()
            for index, one in enumerate(item.enum):
                place = f"{at}/enum/{index}/value"
                if one.value in seen:
                    message = f"`{item.name}` has the value `{one.value}` twice"
                    yield self.found(place, message, "Keep one.")
                seen.add(one.value)
                if item.type in _WHOLE and not re.fullmatch(r"-?\d+", one.value):
                    message = f"`{one.value}` is no whole number, as `{item.name}` is"
                    yield self.found(place, message, "Give the number that the column holds.")
            if item.default is not None and str(item.default) not in seen:
                message = f"the default `{item.default}` of `{item.name}` is none of its values"
                yield self.found(f"{at}/default", message, "Choose one of them.")
