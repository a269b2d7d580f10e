"""What a form has no words for: told, never dropped in silence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class NotSaid:
    """A key of some part of the document that a reader of the form does not understand."""

    place: str  # an entity, a role or the document
    key: str
    member: str = ""  # whose key it is; empty: the place's own
    why: str = ""
    kept: bool = True  # it stands in an extension, which only we read; else it is left out

    @property
    def line(self) -> tuple[str, str, str, bool]:
        """What those have in common that one line tells."""
        return (self.place, self.key, self.why, self.kept)


def report_lines(found: Sequence[NotSaid]) -> Iterator[str]:
    """A line for each key of each place, with the members it is about."""
    ordered = sorted(found, key=lambda item: (item.line, item.member))
    for (place, key, why, kept), items in groupby(ordered, key=lambda item: item.line):
        members = ", ".join(item.member for item in items if item.member)
        about = f" of {members}" if members else ""
        reason = f" ({why})" if why else ""
        where = "kept in custom_extensions" if kept else "left out"
        yield f"not said: {place}: {key}{about}{reason}: {where}"
