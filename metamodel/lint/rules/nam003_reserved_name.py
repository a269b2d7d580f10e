"""NAM003."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject


class ReservedName(LintRule):
    """A name that was in use once is used again.

    Why: old queries, dashboards and events still hold it; they would find something else under it,
    and nobody would notice. `reserved` keeps such names back.

    Bad: `"reserved": {"members": {"order": ["number"]}}` and a new measure `number`.
    Good: another name, or the name taken out of `reserved` when nobody can know it any more.
    """

    code = "NAM003"

    def check(self, subject: Subject) -> Iterator[Finding]:
        kept = subject.model.reserved
        for place, entity in subject.entities():
            if entity.name in kept.entities:
                yield self._used(f"{place}/name", entity.name)
            names = kept.members.get(entity.name, ())
            for at, member in subject.members(place, entity) if names else ():
                if member.name in names:
                    yield self._used(f"{at}/name", member.name)
        for place, view in subject.views():
            if view.name in kept.views:
                yield self._used(f"{place}/name", view.name)
        for at, entity, item in subject.attributes if kept.enum_values else ():
            values = kept.enum_values.get(f"{entity.name}.{item.name}", ())
            for index, one in enumerate(item.enum):
                if one.value in values:
                    yield self._used(f"{at}/enum/{index}/value", one.value)

    def _used(self, place: str, name: str) -> Finding:
        return self.found(place, f"`{name}` was in use once and is reserved", "Choose another.")
