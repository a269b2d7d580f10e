"""SEA001."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule, Severity
from metamodel.lint.subject import Subject
from metamodel.model.attribute import AttributeType, Searchable
from metamodel.model.edit import Edit


class UnfitSearch(LintRule):
    """Something that is no text is to be searched by its words or its beginning.

    Why: only texts have words and beginnings; the search would compare how a number or a day is
    written.

    Bad: `"type": "bigint", "searchable": "fulltext"`.
    Good: `"type": "text", "searchable": "fulltext"`; numbers are searched `exact`.
    """

    code = "SEA001"
    severity = Severity.WARNING

    def check(self, subject: Subject) -> Iterator[Finding]:
        for at, _, item in subject.attributes:
            partly = item.searchable in {Searchable.PREFIX, Searchable.FULLTEXT}
            if partly and item.type not in {AttributeType.STRING, AttributeType.TEXT}:
                message = f"`{item.name}` is a {item.type} and is searched by {item.searchable}"
                edit = Edit.replace(f"{at}/searchable", Searchable.EXACT.value)
                yield self.found(f"{at}/searchable", message, "Search it `exact`.", edit)
