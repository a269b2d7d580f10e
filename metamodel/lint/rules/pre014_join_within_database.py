"""PRE014."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule, Severity
from metamodel.lint.subject import Subject
from metamodel.model.pre_aggregation import PreAggregationType
from metamodel.model.references import split_member


class JoinWithinDatabase(LintRule):
    """Rollups of one and the same database are joined after they were built.

    Why: the database joins its tables itself, and faster; a join of rollups is for databases that
    do not know each other.

    Bad: `"type": "rollup_join"` of two entities without `dataSource`.
    Good: a rollup with dimensions of the other entity, `"dimensions": ["user.city"]`.
    """

    code = "PRE014"
    severity = Severity.WARNING

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, entity, item in subject.rollups():
            if item.type is not PreAggregationType.ROLLUP_JOIN:
                continue
            nodes = [subject.node(entity, split_member(name)) for name in item.rollups]
            sources = {node.entity.source.data_source or "default" for node in nodes if node}
            if len(sources) == 1:
                message = f"`{item.name}` joins rollups of one database"
                yield self.found(f"{place}/rollups", message, "Make one rollup over both entities.")
