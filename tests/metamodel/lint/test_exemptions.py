import json
from datetime import date, timedelta

import pytest

from metamodel.lint.exemptions import covers, is_expired, not_exempt, wants_approval
from metamodel.lint.rule import Finding, Severity
from metamodel.model.governance import Exemption

TODAY = date(2026, 11, 24)


def exemption(rule: str = "PRE003", path: str = "/entities/1", by: str | None = None) -> Exemption:
    said = {"rule": rule, "path": path, "reason": "Known.", "expires": str(TODAY), "approvedBy": by}
    return Exemption.model_validate_json(json.dumps(said))


def finding(pointer: str, code: str = "PRE003") -> Finding:
    return Finding(code, Severity.ERROR, pointer, "wrong", "Cure it.")


@pytest.mark.parametrize("place", ["/entities/1", "/entities/1/preAggregations/0"])
def test_it_covers_its_place_and_what_lies_below(place: str) -> None:
    assert covers(exemption(), finding(place))
    assert covers(exemption(path=""), finding(place))


@pytest.mark.parametrize("place", ["/entities/10", "/entities", ""])
def test_it_covers_nothing_beside_or_above(place: str) -> None:
    assert not covers(exemption(), finding(place))


def test_it_covers_one_rule_and_no_fault_of_exemptions() -> None:
    assert not covers(exemption(), finding("/entities/1", "PRE004"))
    assert not covers(exemption("EXM001", ""), finding("/exemptions/0", "EXM001"))


def test_it_ends_after_its_day() -> None:
    assert not is_expired(exemption(), TODAY)
    assert is_expired(exemption(), TODAY + timedelta(days=1))
    found = [finding("/entities/1")]
    assert not_exempt(found, [exemption()], TODAY) == []
    assert not_exempt(found, [exemption()], TODAY + timedelta(days=1)) == found


def test_mandatory_rules_want_approval_before_anything_is_covered() -> None:
    assert wants_approval("RLS001")
    assert not wants_approval("PRE003")
    found = [finding("/entities/1", "PRE001")]
    assert not_exempt(found, [exemption("PRE001")], TODAY) == found
    assert not_exempt(found, [exemption("PRE001", by="data-platform")], TODAY) == []
