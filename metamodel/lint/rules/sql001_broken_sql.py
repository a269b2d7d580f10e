"""SQL001."""

import re
from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject

_SUSPECT = re.compile(r"""[()'";]|--|/\*""")
_QUOTED = re.compile(r"""'[^']*'|"[^"]*\"""")


class BrokenSql(LintRule):
    """An expression has a quote or a bracket that is never closed, a comment or a `;`.

    Why: Cube pastes it into a longer statement: a comment hides what follows, an open bracket takes
    it in, and the database's message names a place nobody wrote.

    Bad: `COALESCE({price}, 0`; `{price} -- net`.
    Good: `COALESCE({price}, 0)`.
    """

    code = "SQL001"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for item in subject.expressions:
            yield from self._judged(item.pointer, item.text)
        for place, entity in subject.entities():
            if entity.source.sql:
                yield from self._judged(f"{place}/source/sql", entity.source.sql)

    def _judged(self, place: str, text: str) -> Iterator[Finding]:
        fault = _fault(text) if _SUSPECT.search(text) else None
        if fault:
            yield self.found(place, f"the SQL {fault}", "Write one whole expression.")


def _fault(text: str) -> str | None:
    bare = _QUOTED.sub("", text)
    for sign, words in (
        ("'", "has a text that is never closed"),
        ('"', "has a name that is never closed"),
        (";", "has a `;`"),
        ("--", "has a comment"),
        ("/*", "has a comment"),
    ):
        if sign in bare:
            return words
    depth = 0
    for character in bare:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            break
    return "has brackets that do not match" if depth else None
