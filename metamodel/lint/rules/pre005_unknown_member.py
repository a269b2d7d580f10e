"""PRE005."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject, rollup_names
from metamodel.model.attribute import Attribute, ComputedDimension, MemberType
from metamodel.model.entity import Entity
from metamodel.model.measure import Measure, Segment
from metamodel.model.pre_aggregation import PreAggregation
from metamodel.model.references import split_member


class UnknownMember(LintRule):
    """A pre-aggregation names a member that does not exist, is of another kind or out of reach.

    Why: Cube compiles such a rollup, and then refuses every query on its cube. Measures of another
    entity would be multiplied by the join, so a rollup takes its own only.

    Bad: `"dimensions": ["revenue"]`, which is a measure.
    Good: `"measures": ["revenue"], "dimensions": ["orderstatus", "customer.mktsegment"]`.
    """

    code = "PRE005"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, entity, item in subject.rollups():
            if item.built and not (item.measures or item.dimensions):
                yield self.found(
                    place,
                    f"rollup `{item.name}` holds nothing",
                    "Name its measures and dimensions.",
                )
            for below, name in rollup_names(item):
                fault = _fault(subject, entity, below.split("/")[1], name)
                if fault:
                    cure = "Name a member of this entity, or `entity.member` of one it joins to."
                    yield self.found(f"{place}{below}", f"`{name}` {fault}", cure)
            yield from self._indexes(place, item)

    def _indexes(self, place: str, item: PreAggregation) -> Iterator[Finding]:
        present = {name for _, name in rollup_names(item)}
        for at, index in enumerate(item.indexes):
            for position, name in enumerate(index.columns):
                if name not in present:
                    yield self.found(
                        f"{place}/indexes/{at}/columns/{position}",
                        f"index `{index.name}` is over `{name}`, which the rollup does not hold",
                        "Index members of the rollup only.",
                    )


_KINDS: dict[str, tuple[type, ...]] = {
    "measures": (Measure,),
    "dimensions": (Attribute, ComputedDimension),
    "segments": (Segment,),
    "time": (Attribute, ComputedDimension),
    "times": (Attribute, ComputedDimension),
}
_WORDS = {
    "measures": "measure",
    "dimensions": "dimension",
    "segments": "segment",
    "time": "time",
    "times": "time",
}


def _fault(subject: Subject, entity: Entity, key: str, name: str) -> str | None:
    reference = split_member(name)
    found = subject.resolve(entity, reference)
    if found is None:
        return "does not exist"
    if not isinstance(found, _KINDS[key]):
        return f"is no {_WORDS[key]}"
    if key == "time" and getattr(found, "member_type", None) is not MemberType.TIME:
        return "is no time"
    if reference.node and reference.node != entity.name:
        if key == "measures":
            return "is a measure of another entity"
        if subject.graph.path(entity.name, reference.node) is None:
            return f"cannot be joined to `{entity.name}`"
    return None
