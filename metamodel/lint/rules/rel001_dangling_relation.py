"""REL001."""

from collections import Counter
from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.entity import Entity
from metamodel.model.relation import Relation


class DanglingRelation(LintRule):
    """A relation names an entity, a role or an attribute that does not exist or does not fit.

    Why: the join would fail in the database, or compare values of different kinds.

    Bad: `{"from": "order", "to": "customers", "on": [{"from": "cust", "to": "custkey"}]}`.
    Good: `{"from": "order", "to": "customer", "on": [{"from": "custkey", "to": "custkey"}]}`.
    """

    code = "REL001"

    def check(self, subject: Subject) -> Iterator[Finding]:
        ids = Counter(item.id for item in subject.model.relations)
        targets: dict[str, str] = {}
        for index, relation in enumerate(subject.model.relations):
            place = f"/relations/{index}"
            if ids[relation.id] > 1:
                message = f"the id `{relation.id}` is used {ids[relation.id]} times"
                yield self.found(f"{place}/id", message, "Give each relation its own.")
            if relation.role and targets.setdefault(relation.role, relation.target) != (
                relation.target
            ):
                message = f"the role `{relation.role}` stands for two entities"
                yield self.found(f"{place}/role", message, "Give each its own role.")
            yield from self._ends(subject, place, relation)

    def _ends(self, subject: Subject, place: str, relation: Relation) -> Iterator[Finding]:
        origin = subject.graph.nodes.get(relation.origin)
        target = subject.model.entity(relation.target)
        if origin is None:
            message = f"`{relation.origin}` is neither an entity nor a role"
            yield self.found(f"{place}/from", message, "Name one that exists.")
        if target is None:
            message = f"`{relation.target}` is no entity"
            yield self.found(f"{place}/to", message, "Name an entity; roles go into `role`.")
        if origin and target:
            yield from self._pairs(place, relation, origin.entity, target)

    def _pairs(
        self, place: str, relation: Relation, origin: Entity, target: Entity
    ) -> Iterator[Finding]:
        for index, pair in enumerate(relation.on):
            left, right = origin.attribute(pair.origin), target.attribute(pair.target)
            at = f"{place}/on/{index}"
            for key, entity, name, found in (
                ("from", origin, pair.origin, left),
                ("to", target, pair.target, right),
            ):
                if found is None:
                    message = f"`{name}` is no attribute of `{entity.name}`"
                    yield self.found(f"{at}/{key}", message, "Name one that exists.")
            if left and right and left.member_type is not right.member_type:
                message = f"`{pair.origin}` is a {left.type}, `{pair.target}` a {right.type}"
                yield self.found(at, message, "Join attributes of one kind.")
