"""EXM001."""

from collections.abc import Iterator

from metamodel.lint.exemptions import is_expired
from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.edit import Edit


class ExpiredExemption(LintRule):
    """The last day of an exemption is over.

    Why: it was given for a while. What it covered is reported again; the exemption itself has to be
    renewed, with a reason that still holds, or go.

    Bad: `"expires": "2020-01-01"`.
    Good: `"expires": "2027-03-31"`, or no exemption, because the fault is cured.
    """

    code = "EXM001"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for index, item in enumerate(subject.model.exemptions):
            if is_expired(item, subject.today):
                yield self.found(
                    f"/exemptions/{index}/expires",
                    f"the exemption from {item.rule} ended on {item.expires}",
                    "Cure what it covers, or say anew why it is right and until when.",
                    Edit.remove(f"/exemptions/{index}"),
                )
