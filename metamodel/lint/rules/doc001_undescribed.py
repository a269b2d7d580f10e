"""DOC001."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule, Severity
from metamodel.lint.subject import Subject

MOST = 5
"""Members a message names."""


class Undescribed(LintRule):
    """A public entity or view lacks its title or description, or members lack a title.

    Why: people choose from lists; a column's name tells them little, and language models even less.

    Bad: `{"name": "l_extprice", ...}`.
    Good: `{"name": "extended_price", "title": "Extended price", ...}`.
    """

    code = "DOC001"
    severity = Severity.WARNING

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, entity in subject.entities():
            if not entity.public:
                continue
            bare = [
                item.name
                for items in (entity.attributes, entity.computed, entity.measures, entity.segments)
                for item in items
                if item.public and item.title is None and item.description is None
            ]
            missing = _missing(entity.title, entity.description)
            if bare:
                named = ", ".join(bare[:MOST]) + (", …" if len(bare) > MOST else "")
                missing.append(f"{len(bare)} members without a title ({named})")
            if missing:
                yield self._found(place, entity.name, missing)
        for place, view in subject.views():
            missing = _missing(view.title, view.description)
            if view.public and missing:
                yield self._found(place, view.name, missing)

    def _found(self, place: str, name: str, missing: list[str]) -> Finding:
        message = f"`{name}` is public and has {', '.join(missing)}"
        return self.found(place, message, "Write it for people who do not know the table.")


def _missing(title: str | None, description: str | None) -> list[str]:
    given = (("no title", title), ("no description", description))
    return [words for words, text in given if text is None]
