"""TXT001."""

import re
from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.positions import escape

_UNSPEAKABLE = re.compile(r"f|fr|rf", re.IGNORECASE)


class UnspeakableText(LintRule):
    """A text is exactly `f`, `fr` or `rf`, in any case.

    Why: Cube reads every text as a Python f-string, and these are prefixes of one; no way to write
    them survives. All other texts are escaped and arrive unchanged.

    Bad: `"title": "F"`.
    Good: `"title": "Female"`.
    """

    code = "TXT001"

    def check(self, subject: Subject) -> Iterator[Finding]:
        document = subject.model.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        for place, text in _texts(document, ""):
            if _UNSPEAKABLE.fullmatch(text):
                message = f"Cube cannot read the text `{text}`"
                yield self.found(place, message, "Write it out; one more letter is enough.")


_NAMES = frozenset({"column", "enum", "id"})
"""Texts that reach Cube inside of longer ones, or not at all."""


def _texts(value: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, f"{place}/{index}")
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _NAMES:
                yield from _texts(item, f"{place}/{escape(key)}")
