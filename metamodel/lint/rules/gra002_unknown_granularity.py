"""GRA002."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.attribute import Dimension
from metamodel.model.entity import Entity
from metamodel.model.pre_aggregation import TimeGranularity


class UnknownGranularity(LintRule):
    """A rollup or a rolling window names a granularity that its time does not have.

    Why: Cube compiles it, and refuses the first query that would use it.

    Bad: `"time": {"dimension": "placed_on", "granularity": "fortnight"}`.
    Good: `"granularity": "week"`, or a granularity `fortnight` of `placed_on`.
    """

    code = "GRA002"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, entity, item in subject.rollups():
            times = [("time", item.time)] if item.time else []
            times += [(f"times/{index}", one) for index, one in enumerate(item.times)]
            for below, time in times:
                found = subject.resolve_name(entity, time.dimension)
                own = found.granularities if isinstance(found, Dimension) else ()
                if time.standard is None and time.granularity not in {one.name for one in own}:
                    message = f"`{time.dimension}` has no granularity `{time.granularity}`"
                    at = f"{place}/{below}/granularity"
                    yield self.found(at, message, "Name one of Cube's, or one of its own.")
        for at, entity, measure in subject.measures:
            window = measure.rolling_window
            if window and window.granularity and window.granularity not in _known(entity):
                message = f"no time of `{entity.name}` has a granularity `{window.granularity}`"
                yield self.found(
                    f"{at}/rollingWindow/granularity", message, "Name one that exists."
                )


def _known(entity: Entity) -> set[str]:
    dimensions = (*entity.attributes, *entity.computed)
    own = {one.name for item in dimensions for one in item.granularities}
    return own | {one.value for one in TimeGranularity}
