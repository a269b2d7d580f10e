from collections.abc import Iterator
from datetime import date, timedelta

from metamodel.model.finding import Severity
from metamodel.naming.dictionary import Alias, Dictionary, Fixed
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, Fix, NamingRule, Survey

DAY = date(2026, 11, 24)
KNOWN = Dictionary(
    words={},
    fixed=(Fixed(names=("old",), kinds=(NameKind.JOB,), reason="So.", decision="0001-so"),),
    aliases=(Alias(kind=NameKind.JOB, old="alias", new="better", since=DAY, remove_after=DAY),),
)


class Everything(NamingRule):
    """Finds every job."""

    code = "EVE001"
    kinds = (NameKind.JOB,)
    fix = Fix.SAFE
    cure = "None is needed."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        yield self.wrong(name, "is there", "better")


def found(*texts: str, today: date = DAY) -> list[str]:
    names = tuple(CollectedName(NameKind.JOB, text) for text in texts)
    faults = Everything().check(Survey(names, KNOWN, today))
    return [fault.name.text for fault in faults]


def test_a_rule_looks_at_its_kinds_only() -> None:
    sensor = CollectedName(NameKind.SENSOR, "any")
    assert list(Everything().check(Survey((sensor,), KNOWN, DAY))) == []


def test_fixed_names_are_not_judged() -> None:
    assert found("old", "new") == ["new"]


def test_an_old_name_is_not_judged_until_its_day_that_day_included() -> None:
    assert found("alias") == []
    assert found("alias", today=DAY + timedelta(days=1)) == ["alias"]


def test_a_finding_names_place_cure_and_the_better_name() -> None:
    name = CollectedName(NameKind.JOB, "bad", "a.py", 3, 5)
    (fault,) = Everything().check(Survey((name,), KNOWN, DAY))
    assert fault.finding.text == (
        "a.py:3:5: error EVE001 the job `bad` is there\n"
        "    Call it `better`. None is needed. (SAFE fix)"
    )
    assert fault.finding.severity is Severity.ERROR
    assert fault.finding.pointer == "job:bad"


def test_a_better_name_that_is_the_same_is_none() -> None:
    (fault,) = Everything().check(Survey((CollectedName(NameKind.JOB, "better"),), KNOWN, DAY))
    assert fault.better is None
    assert fault.finding.cure == "None is needed."
