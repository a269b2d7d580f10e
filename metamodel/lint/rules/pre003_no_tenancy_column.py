"""PRE003."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject, rollup_names
from metamodel.model.entity import Entity
from metamodel.model.pre_aggregation import PreAggregation
from metamodel.model.references import split_member


class NoTenancyColumn(LintRule):
    """A pre-aggregation lacks a column that row filters ask for.

    Why: Cube adds the caller's row filters to the query, and a query with a filter on a member
    outside the rollup misses it: the rollup is built and never used.

    Bad: `"dimensions": ["orderstatus"]` where orders belong to tenants.
    Good: `"dimensions": ["orderstatus", "tenant_id"]`.
    """

    code = "PRE003"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, entity, item in subject.rollups():
            if not item.built:
                continue  # rows as they are have every column; a chain has its rollups'
            times = (item.time, *item.times)
            present = {*item.dimensions, *(one.dimension for one in times if one)}
            for name in sorted(_wanted(subject, entity, item) - present):
                yield self.found(
                    f"{place}/dimensions" if item.dimensions else place,
                    f"rollup `{item.name}` lacks `{name}`, by which rows are filtered",
                    f"Add `{name}` to its dimensions.",
                )


def _wanted(subject: Subject, entity: Entity, item: PreAggregation) -> set[str]:
    """The filter members of every entity whose members the rollup names."""
    prefixes = {split_member(name).node for _, name in rollup_names(item)} | {None}
    wanted: set[str] = set()
    for prefix in prefixes:
        node = subject.graph.nodes.get(prefix or entity.name)
        if node:
            dot = f"{prefix}." if prefix and prefix != entity.name else ""
            wanted |= {f"{dot}{member}" for member in _filtered_by(node.entity)}
    return wanted


def _filtered_by(entity: Entity) -> set[str]:
    stated = {
        name for policy in entity.access or () for one in policy.filters for name in one.members
    }
    own = {entity.tenancy.attribute} if entity.tenancy.attribute else set()
    return stated | own
