from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule, Severity
from metamodel.lint.subject import Subject
from tests.metamodel.shop import model


class Everything(LintRule):
    """Finds every entity."""

    code = "EVE001"
    severity = Severity.INFO

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, entity in subject.entities():
            yield self.found(place, f"there is {entity.name}", "None is needed.")


def test_a_rules_findings_carry_its_code_and_severity() -> None:
    found = next(Everything().check(Subject(model())))
    assert (found.code, found.severity, found.pointer) == ("EVE001", Severity.INFO, "/entities/0")


def test_a_rule_is_on_unless_it_says_why_not() -> None:
    assert Everything.enabled
    assert Everything.why_off == ""
