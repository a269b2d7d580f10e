"""PRE004."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject, references_of
from metamodel.model.entity import Entity
from metamodel.model.measure import Measure, MeasureType
from metamodel.model.pre_aggregation import PreAggregation


class NotAdditive(LintRule):
    """A pre-aggregation holds a measure whose parts cannot be put together again.

    Why: days are summed to months, groups to totals; an average or a distinct count of parts is
    not that of the whole. A `number` is allowed when everything it is made of is in the rollup too.

    Bad: `"measures": ["supplier_count"]`, a `count_distinct`.
    Good: `count_distinct_approx`; for an average `["revenue", "count"]`, divided when asked.
    """

    code = "PRE004"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, entity, item in subject.rollups():
            for index, name in enumerate(item.measures):
                measure = entity.measure(name)
                if measure and not _holds(entity, item, measure, frozenset()):
                    yield self.found(
                        f"{place}/measures/{index}",
                        f"`{name}` ({measure.type}) in rollup `{item.name}` does not add up",
                        _CURES.get(measure.type, "Put its parts into the rollup."),
                    )


_CURES = {
    MeasureType.AVG: "Put the sum and the count into it, and divide when asked.",
    MeasureType.COUNT_DISTINCT: "Use `count_distinct_approx`, or leave it to the tables.",
}


def _holds(entity: Entity, item: PreAggregation, measure: Measure, above: frozenset[str]) -> bool:
    if measure.type is not MeasureType.NUMBER or measure.name in above:
        return measure.type.additive
    parts = [entity.measure(one.member or "") for one in references_of(measure) if not one.node]
    return all(
        part.name in item.measures and _holds(entity, item, part, above | {measure.name})
        for part in parts
        if part is not None
    ) and any(parts)
