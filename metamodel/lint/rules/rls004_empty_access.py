"""RLS004."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.edit import Edit


class EmptyAccess(LintRule):
    """An empty `access` says nothing, and reads as if nobody may see anything.

    Why: Cube takes a cube without policies for one that everybody sees, all rows and all members.

    Bad: `"access": []`.
    Good: no `access`, for the document's defaults; or a policy for the groups that may.
    """

    code = "RLS004"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, entity in subject.entities():
            if entity.access == () and not entity.tenant_owned:  # else RLS001 says so
                yield self._empty(place, entity.name)
        for place, view in subject.views():
            if view.access == ():
                yield self._empty(place, view.name)

    def _empty(self, place: str, name: str) -> Finding:
        message = f"`access` of `{name}` is empty"
        edit = Edit.remove(f"{place}/access")
        return self.found(f"{place}/access", message, "State policies, or drop it.", edit)
