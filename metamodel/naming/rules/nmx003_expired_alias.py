"""NMX003."""

from collections.abc import Iterator

from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, NamingRule, Survey


class ExpiredAlias(NamingRule):
    """An alias is past its day, or is not in the changelog.

    The day itself is included. An old name that is still written anywhere after it is judged as any
    other name.

    Why: an alias without an end is a second name for ever; users learn of its end in the changelog.

    Bad: `old_job` (new=new_job, remove_after=2020-01-01, changelog=yes),
    `old_job` (new=new_job, remove_after=9999-01-01, changelog=no).
    Good: `old_job` (new=new_job, remove_after=9999-01-01, changelog=yes).
    """

    code = "NMX003"
    kinds = (NameKind.ALIAS,)
    cure = "Remove what still answers to it, then the alias; list both in CHANGELOG.md."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        last, new = name.facts.get("remove_after", ""), name.facts.get("new", "")
        if survey.today.isoformat() > last:
            yield self.wrong(name, f"for `{new}` ended on {last}")
        if name.facts.get("changelog") != "yes":
            yield self.wrong(name, f"for `{new}` is not listed in CHANGELOG.md")
