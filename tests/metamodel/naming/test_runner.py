import pytest

from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import NamingRule
from metamodel.naming.runner import findings, judge_names, naming_rules
from tests.metamodel.naming.given import RULES, given

BAD = (
    CollectedName(NameKind.ENTITY, "Orders", "b.json", 2, 1),
    CollectedName(NameKind.RUN_TAG, "cursor", "b.json", 1, 9),
    CollectedName(NameKind.TABLE, "order", "a.py", 7, 1),
)


def test_every_name_is_judged_by_every_rule_in_order_of_place() -> None:
    found = findings(judge_names(given(*BAD)))
    assert [(item.path, item.line, item.code) for item in found] == [
        ("a.py", 7, "NMS001"),
        ("b.json", 1, "NMD003"),
        ("b.json", 2, "NMM001"),
    ]


def test_right_names_have_no_findings() -> None:
    assert judge_names(given(CollectedName(NameKind.ENTITY, "order"))) == []


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_every_rule_is_documented_and_named_by_its_code_and_its_fault(
    rule: type[NamingRule],
) -> None:
    for word in ("Why:", "Bad:", "Good:"):
        assert word in (rule.__doc__ or "")
    assert rule.__module__.rpartition(".")[2].startswith(f"{rule.code.lower()}_")
    assert rule.enabled or rule.why_off
    assert rule.kinds
    assert rule.cure


def test_all_that_are_on_run() -> None:
    assert {rule.code for rule in naming_rules()} == {
        code for code, rule in RULES.items() if rule.enabled
    }
