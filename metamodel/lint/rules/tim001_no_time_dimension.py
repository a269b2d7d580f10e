"""TIM001."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.attribute import Attribute, ComputedDimension, MemberType
from metamodel.model.entity import Entity


class NoTimeDimension(LintRule):
    """An entity with measures names no `time.dimension`, or one that is not a time.

    Why: without it nothing can be partitioned, refreshed in part or filtered by date. A partitioned
    time must also be NOT NULL: a row without a time is in no partition, and missing from every sum.

    Bad: `"measures": [{"name": "count", "type": "count"}]` and no `time`.
    Good: `"time": {"dimension": "updated_at"}`, where `updated_at` is a `timestamptz` attribute.
    """

    code = "TIM001"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, entity in subject.entities():
            if entity.time:
                yield from self._declared(place, entity, entity.time.dimension)
            elif entity.measures:
                message = f"entity `{entity.name}` has measures and no `time.dimension`"
                yield self.found(place, message, "Name the time of its rows; `updated_at` will do.")
        yield from self._nullable_partitions(subject)

    def _declared(self, place: str, entity: Entity, name: str) -> Iterator[Finding]:
        dimension = entity.dimension(name)
        if dimension is None:
            message, cure = f"`{name}` is no dimension of `{entity.name}`", "Name one that exists."
        elif dimension.member_type is not MemberType.TIME:
            message = f"`{name}` is a {dimension.member_type}, not a time"
            cure = "Name a date or a timestamp."
        else:
            return
        yield self.found(f"{place}/time/dimension", message, cure)

    def _nullable_partitions(self, subject: Subject) -> Iterator[Finding]:
        for place, entity, item in subject.rollups():
            if item.partition is None or item.time is None:
                continue
            found = subject.resolve_name(entity, item.time.dimension)
            if isinstance(found, ComputedDimension) or (
                isinstance(found, Attribute) and found.nullable
            ):
                yield self.found(
                    f"{place}/time/dimension",
                    f"rollup `{item.name}` is partitioned by `{item.time.dimension}`, "
                    "which may be NULL",
                    'Use a plain column with `"nullable": false`.',
                )
