"""PRE010."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule, Severity
from metamodel.lint.subject import Subject
from metamodel.model.pre_aggregation import PreAggregation, RollupTime, TimeGranularity


class CoveredRollup(LintRule):
    """One pre-aggregation holds nothing that another of the entity does not hold as well.

    Why: both are built for every change, and the finer one answers every query of the other.

    Bad: `by_month` with `count` beside `by_day` with `count` and `revenue`.
    Good: `by_day` alone.
    """

    code = "PRE010"
    severity = Severity.WARNING

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, entity in subject.entities():
            items = entity.pre_aggregations
            for index, item in enumerate(items):
                for number, other in enumerate(items):
                    same = _covers(item, other) and number > index
                    if number != index and _covers(other, item) and not same:
                        message = f"`{other.name}` holds all that `{item.name}` does"
                        at = f"{place}/preAggregations/{index}"
                        yield self.found(at, message, f"Drop `{item.name}`.")
                        break


def _covers(larger: PreAggregation, smaller: PreAggregation) -> bool:
    if not (larger.built and smaller.built) or larger.times or smaller.times:
        return False
    if smaller.time and (larger.time is None or not _as_fine(larger.time, smaller.time)):
        return False
    pairs = (
        (smaller.measures, larger.measures),
        (smaller.dimensions, larger.dimensions),
        (smaller.segments, larger.segments),
    )
    return all(set(few) <= set(many) for few, many in pairs)


def _as_fine(larger: RollupTime, smaller: RollupTime) -> bool:
    if larger == smaller:
        return True
    fine, coarse = larger.standard, smaller.standard
    if larger.dimension != smaller.dimension or fine is None or coarse is None:
        return False
    # Weeks begin in one month and end in the next.
    return fine.rank <= coarse.rank and fine is not TimeGranularity.WEEK
