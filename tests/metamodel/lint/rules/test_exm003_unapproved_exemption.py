from typing import Any

import pytest

from tests.metamodel.shop import GONE, places

BROKEN = {"/entities/0/time": GONE}


def exempt(rule: str, **more: str) -> dict[str, Any]:
    given = {"rule": rule, "path": "", "reason": "Known.", "expires": "2099-12-31", **more}
    return {**BROKEN, "/exemptions": [given]}


@pytest.mark.parametrize("rule", ["TIM001", "PRE001", "PRE002", "RLS007"])
def test_mandatory_rules_and_those_of_tenancy_want_approval(rule: str) -> None:
    assert places("EXM003", exempt(rule)) == ["/exemptions/0"]
    assert places("EXM003", exempt(rule, approvedBy="data-platform")) == []


def test_without_approval_it_covers_nothing() -> None:
    assert places("TIM001", exempt("TIM001")) == ["/entities/0"]
    assert places("TIM001", exempt("TIM001", approvedBy="data-platform")) == []


def test_other_rules_want_none() -> None:
    assert places("EXM003", exempt("REL003")) == []
