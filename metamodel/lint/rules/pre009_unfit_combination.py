"""PRE009."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject, rollup_names
from metamodel.model.edit import Edit
from metamodel.model.entity import Entity
from metamodel.model.pre_aggregation import PreAggregation, PreAggregationType
from metamodel.model.references import split_member

PAIR = 2


class UnfitCombination(LintRule):
    """A chain or a join of rollups names one that does not exist or does not fit.

    Why: Cube compiles it and refuses the first query that would use it. A chain has rollups of the
    same members; a join has two, and is never built by a schedule.

    Bad: `"type": "rollup_lambda", "rollups": ["by_week"]`, no `by_week`.
    Good: `"type": "rollup_lambda", "rollups": ["by_day"]`.
    """

    code = "PRE009"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, entity, item in subject.rollups():
            if not item.rollups:
                continue
            parts = [_rollup(subject, entity, name) for name in item.rollups]
            for index, (name, part) in enumerate(zip(item.rollups, parts, strict=True)):
                if part is None or not part.built:
                    fault = "is no rollup" if part is None else f"is of the type {part.type}"
                    message = f"`{name}` in `{item.name}` {fault}"
                    yield self.found(f"{place}/rollups/{index}", message, "Name a `rollup`.")
            known = [part for part in parts if part and part.built]
            if item.type is PreAggregationType.ROLLUP_LAMBDA:
                yield from self._chain(place, known)
            else:
                yield from self._join(place, item)

    def _chain(self, place: str, parts: list[PreAggregation]) -> Iterator[Finding]:
        for part in parts[1:]:
            if _held(part) != _held(parts[0]):
                message = f"`{part.name}` and `{parts[0].name}` hold different members"
                yield self.found(f"{place}/rollups", message, "Chain rollups of the same members.")

    def _join(self, place: str, item: PreAggregation) -> Iterator[Finding]:
        if len(item.rollups) != PAIR:
            message = f"`{item.name}` joins {len(item.rollups)} rollups"
            yield self.found(f"{place}/rollups", message, "Cube joins two.")
        if item.scheduled_refresh:
            yield self.found(
                f"{place}/scheduledRefresh",
                f"`{item.name}` is joined when asked, and cannot be refreshed",
                "Drop `scheduledRefresh`.",
                Edit.remove(f"{place}/scheduledRefresh"),
            )


def _rollup(subject: Subject, entity: Entity, name: str) -> PreAggregation | None:
    reference = split_member(name)
    node = subject.node(entity, reference)
    items = node.entity.pre_aggregations if node else ()
    return next((item for item in items if item.name == reference.member), None)


def _held(item: PreAggregation) -> set[tuple[str, str]]:
    return {(below.split("/")[1], name) for below, name in rollup_names(item)}
