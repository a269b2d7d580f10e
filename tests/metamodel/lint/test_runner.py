import pytest

import metamodel.lint.rules
from metamodel.kernel.registry import discover
from metamodel.lint.rule import LintRule
from metamodel.lint.runner import lint, require_clean, rules
from metamodel.model.load import DocumentRefused, load
from tests.metamodel.shop import CUSTOMER, ORDER, loaded


def test_a_right_document_has_no_findings() -> None:
    assert lint(loaded()) == []
    assert require_clean(loaded()).name == "shop"


def test_all_faults_of_a_document_are_found_in_one_pass_and_in_order() -> None:
    found = lint(
        loaded(
            {
                "/title": "F",
                f"/entities/{ORDER}/preAggregations/0/dimensions": ["status"],
                f"/entities/{CUSTOMER}/keys/primary": ["nothing"],
            }
        )
    )
    assert {item.code for item in found} == {"TXT001", "KEY001", "PRE003", "REL002"}
    assert [(item.line, item.column) for item in found] == sorted(
        (item.line, item.column) for item in found
    )
    assert all(item.path == "shop.json" and item.line > 1 for item in found)


def test_schema_faults_are_findings_and_come_alone() -> None:
    found = lint(load('{"name": 3}', "x.json"))
    assert {item.code for item in found} == {"SCH001"}


def test_a_document_with_errors_is_refused_whole() -> None:
    with pytest.raises(DocumentRefused) as refused:
        require_clean(loaded({"/title": "F", "/description": "fr"}))
    assert len(refused.value.findings) == 2


def test_every_rule_says_what_why_bad_and_good() -> None:
    for rule in discover(metamodel.lint.rules, LintRule).values():
        page = rule.__doc__ or ""
        for word in ("Why:", "Bad:", "Good:"):
            assert word in page, rule.__name__
        assert rule.enabled or rule.why_off


def test_every_rule_is_named_by_its_code_and_its_fault() -> None:
    for rule in rules():
        module = type(rule).__module__.rpartition(".")[2]
        assert module.startswith(f"{rule.code.lower()}_")
