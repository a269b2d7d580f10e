"""Documents put right by the rules that know how."""

from dataclasses import dataclass
from datetime import date

from metamodel.lint.rewrite import rewritten
from metamodel.lint.runner import lint
from metamodel.model.finding import Finding
from metamodel.model.load import load

MOST_ROUNDS = 5
"""One cure can bring another fault to light; what needs more goes in circles."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A document after its fixes: the text, what was cured, and what people have to cure."""

    text: str
    cured: tuple[Finding, ...]
    left: tuple[Finding, ...]


def fixed(text: str, path: str = "", today: date | None = None) -> Fixed:
    """The text with every fix made that makes it better, and the rest of it as it was."""
    cured: list[Finding] = []
    found = lint(load(text, path), today)
    for _ in range(MOST_ROUNDS):
        wanted = [item for item in found if item.edits]
        better = rewritten(text, (edit for item in wanted for edit in item.edits))
        remaining = lint(load(better, path), today)
        if better == text or len(remaining) >= len(found):
            break
        left = {(item.code, item.pointer) for item in remaining}
        cured += [item for item in wanted if (item.code, item.pointer) not in left]
        text, found = better, remaining
    return Fixed(text, tuple(cured), tuple(found))
