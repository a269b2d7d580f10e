"""NMT002."""

import re
from collections import Counter
from collections.abc import Iterator

from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, NamingRule, Survey

_FORMS = {
    NameKind.RULE_ID: (re.compile(r"[A-Z]{3}\d{3}"), "three letters and three digits"),
    NameKind.CHECK_ID: (re.compile(r"[A-Z]{3}-\d{2}"), "three letters, `-` and two digits"),
    NameKind.ERROR_CODE: (
        re.compile(r"[A-Z]{2,5}-\d{3}"),
        "two to five letters, `-` and three digits",
    ),
}


class UnfitId(NamingRule):
    """The id of a rule, an audit check or an error has not its form, or is used twice.

    Rules are `ABC000`, audit checks `ABC-00`, errors `ABC-000` with two
    to five letters. An id is never used again for
    something else.

    Why: waivers, dashboards and people's notes point at ids for years.

    Bad: `NM1`, `STR-100` (check_id), `KRN1` (error_code).
    Good: `NAM001`, `STR-04` (check_id), `KRN-001` (error_code).
    """

    code = "NMT002"
    kinds = (NameKind.RULE_ID, NameKind.CHECK_ID, NameKind.ERROR_CODE)
    cure = "Take the next free number of its area."

    def check(self, survey: Survey) -> Iterator[Fault]:
        yield from super().check(survey)
        names = list(survey.of(self.kinds))
        uses = Counter((name.kind, name.text) for name in names)
        for name in names:
            if uses[name.kind, name.text] > 1:
                yield self.wrong(name, "is used twice")

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        del survey
        form, told = _FORMS[name.kind]
        if not form.fullmatch(name.text):
            yield self.wrong(name, f"is not {told}")
