"""What a dry run hands out."""

from typing import Any

import pytest

from presence_api.entities.bulk.plan_tokens import PlanChanged, PlanTokens
from presence_api.entities.bulk.request import read_bulk
from tests.presence_api.entities.gadgets import caller, view

TOKENS, VIEW, ANNA = PlanTokens(b"k" * 32), view("analyst"), caller("analyst")
BODY: dict[str, Any] = {"ids": ["1"], "set": {"status": "done"}}
TOKEN = TOKENS.sign(VIEW, ANNA, read_bulk(VIEW, BODY), "1.0.0", 7)


def check(body: dict[str, Any], *, matched: int = 7, version: str = "1.0.0", **who: Any) -> None:
    seen = view(who.pop("group", "analyst"), **who)
    asking = caller("analyst", **who)
    TOKENS.check(seen, asking, read_bulk(seen, body), version, matched)


def test_what_was_planned_is_run() -> None:
    check(BODY)
    check(BODY | {"planToken": TOKEN, "expectedCount": 7, "dryRun": True})


@pytest.mark.parametrize(
    ("body", "more"),
    [
        ({"planToken": TOKEN}, {"matched": 8}),
        ({"planToken": TOKEN}, {"version": "1.0.1"}),
        ({"planToken": TOKEN}, {"tenant": "globex"}),
        ({"planToken": TOKEN}, {"group": "admin"}),
        ({"planToken": TOKEN, "set": {"status": "open"}}, {}),
        ({"planToken": TOKEN, "onConflict": "abort"}, {}),
        ({"planToken": "forged"}, {}),
        ({"planToken": "ünicode!"}, {}),
        ({"planToken": ""}, {}),
        ({"expectedCount": 8}, {}),
    ],
)
def test_anything_else_is_refused(body: dict[str, Any], more: dict[str, Any]) -> None:
    with pytest.raises(PlanChanged) as refused:
        check(BODY | body, **more)
    assert refused.value.matched == more.get("matched", 7)


def test_another_users_plan_is_not_ones_own() -> None:
    other = type(ANNA)("acme", "ben", ANNA.groups)
    request = read_bulk(VIEW, BODY | {"planToken": TOKEN})
    with pytest.raises(PlanChanged, match="7 rows"):
        TOKENS.check(VIEW, other, request, "1.0.0", 7)
