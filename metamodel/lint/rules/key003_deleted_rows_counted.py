"""KEY003."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule, Severity
from metamodel.lint.subject import Subject
from metamodel.model.edit import Edit
from metamodel.model.lifecycle import SoftDeleteMode
from metamodel.model.measure import MeasureType
from metamodel.model.references import references

_MADE_OF_OTHERS = frozenset(
    {MeasureType.NUMBER, MeasureType.STRING, MeasureType.TIME, MeasureType.BOOLEAN}
)


class DeletedRowsCounted(LintRule):
    """A measure counts rows that are marked as deleted.

    Why: a soft deletion leaves the row in the table. Every measure over rows has to leave it out by
    itself; measures made of others need not.

    Bad: `"softDelete": {"attribute": "deleted_at", ...}` and a count without filters.
    Good: the count with `"filters": ["{deleted_at} IS NULL"]`.
    """

    code = "KEY003"
    severity = Severity.WARNING
    fixes = True

    def check(self, subject: Subject) -> Iterator[Finding]:
        for at, entity, item in subject.measures:
            mark = entity.soft_delete
            if mark is None or item.type in _MADE_OF_OTHERS or item.multi_stage:
                continue
            names = {
                reference.member
                for text in (*item.filters, item.expression or "")
                for reference in references(text)
                if reference.node is None
            }
            if mark.attribute not in names:
                alive = f"{{{mark.attribute}}} IS NULL"
                if mark.mode is SoftDeleteMode.FLAG:
                    alive = f"NOT {{{mark.attribute}}}"
                edit = Edit.append(f"{at}/filters", alive, after=item.filters)
                message = f"`{item.name}` counts deleted rows of `{entity.name}` too"
                yield self.found(at, message, f"Add the filter `{alive}`.", edit)
