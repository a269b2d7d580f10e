"""PRE002."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.attribute import Attribute, ComputedDimension
from metamodel.model.entity import Entity
from metamodel.model.references import split_member


class HighCardinality(LintRule):
    """A pre-aggregation has a dimension with too many distinct values.

    Why: such a rollup is hardly smaller than its table, and slower. The limit is
    `defaults.highCardinalityThreshold`. The tenancy column is exempt, since without it no
    tenant's query could use the rollup.

    Bad: `"dimensions": ["orderkey"]` in a rollup of orders.
    Good: `"dimensions": ["orderstatus"]`.
    """

    code = "PRE002"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, entity, item in subject.rollups():
            for index, name in enumerate(item.dimensions):
                node = subject.node(entity, split_member(name))
                found = subject.resolve_name(entity, name)
                if node is None or not isinstance(found, Attribute | ComputedDimension):
                    continue
                if self._too_many(subject, node.entity, found):
                    yield self.found(
                        f"{place}/dimensions/{index}",
                        f"`{name}` in rollup `{item.name}` has too many distinct values",
                        "Leave it out, or use a coarser dimension.",
                    )

    def _too_many(
        self, subject: Subject, entity: Entity, found: Attribute | ComputedDimension
    ) -> bool:
        if found.name == entity.tenancy.attribute:
            return False
        threshold = subject.model.defaults.high_cardinality_threshold
        # A key has as many values as rows, unless somebody counted them.
        key = entity.keys.primary == (found.name,) and found.cardinality.distinct is None
        return key or found.cardinality.exceeds(threshold)
