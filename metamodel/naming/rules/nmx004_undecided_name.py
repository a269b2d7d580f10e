"""NMX004."""

from collections.abc import Iterator

from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, NamingRule, Survey


class UndecidedName(NamingRule):
    """A name is fixed in the dictionary, and the decision record it points at does not name it.

    Why: every exception weakens the rules a little, so somebody has to have decided it.

    Bad: `SUBSCRIBE` (decision=0005-fixed-names, recorded=no).
    Good: `SUB` (decision=0005-fixed-names, recorded=yes).
    """

    code = "NMX004"
    kinds = (NameKind.FIXED,)
    cure = "Write a record in docs/decisions that names it and says why, or follow the rules."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        del survey
        if name.facts.get("recorded") != "yes":
            record = name.facts.get("decision", "")
            yield self.wrong(name, f"is not named by docs/decisions/{record}.md")
