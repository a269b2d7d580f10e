from datetime import date

from metamodel.lint.runner import lint
from tests.metamodel.shop import loaded, places

EXEMPTION = {"rule": "REL003", "path": "", "reason": "Soon.", "expires": "2026-01-31"}


def codes(today: date) -> set[str]:
    return {item.code for item in lint(loaded({"/exemptions": [EXEMPTION]}), today)}


def test_an_exemption_holds_through_its_last_day() -> None:
    assert "EXM001" not in codes(date(2026, 1, 31))


def test_the_day_after_it_is_a_fault_itself() -> None:
    assert "EXM001" in codes(date(2026, 2, 1))


def test_without_a_day_none_has_ended() -> None:
    assert places("EXM001", {"/exemptions": [EXEMPTION]}) == []
