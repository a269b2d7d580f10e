"""FMT001."""

from collections.abc import Iterator

from metamodel.lint.cube_formats import dimension_format_fault, measure_format_fault
from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Member, Subject, find_member
from metamodel.lint.view_scope import follow
from metamodel.model.measure import Measure, Segment


class UnfitFormat(LintRule):
    """A format is none that Cube has for members of that type.

    Why: Cube refuses the whole model when it compiles, far from here.

    Bad: `"type": "string", "format": "percent_1"`; `"type": "timestamp", "format": "yyyy"`.
    Good: `"type": "decimal", "format": ",.2f"`; `"type": "timestamp", "format": "%Y-%m"`.
    """

    code = "FMT001"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for at, _, member in subject.all_members:
            if not isinstance(member, Segment) and member.format:
                yield from self._judged(f"{at}/format", member, member.format)
        for place, view in subject.views():
            for number, cube in enumerate(view.cubes):
                node = follow(subject.graph, cube.path)
                for index, shown in enumerate(cube.members):
                    found = None if isinstance(node, str) else find_member(node.entity, shown.name)
                    if shown.format and found:
                        at = f"{place}/cubes/{number}/members/{index}/format"
                        yield from self._judged(at, found, shown.format)

    def _judged(self, place: str, member: Member, form: str) -> Iterator[Finding]:
        if isinstance(member, Segment):
            fault: str | None = "is for a segment, which shows nothing"
        elif isinstance(member, Measure):
            fault = measure_format_fault(form)
        else:
            fault = dimension_format_fault(member.member_type, form)
        if fault:
            message = f"the format `{form}` of `{member.name}` {fault}"
            yield self.found(place, message, "Take one of Cube's formats for its type.")
