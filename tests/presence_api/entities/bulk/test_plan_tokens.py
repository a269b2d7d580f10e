"""What a dry run hands out."""

from typing import Any

import pytest

from presence_api.entities.bulk.plan_tokens import PLAN_S, Plan, PlanChanged, PlanTokens, check_plan
from presence_api.entities.bulk.request import read_bulk
from presence_api.signatures import to_text
from tests.fakes.clock import FakeClock
from tests.presence_api.entities.gadgets import caller, view

KEY, VIEW, ANNA = b"k" * 32, view("analyst"), caller("analyst")
BODY: dict[str, Any] = {"ids": ["1"], "set": {"status": "done"}}
TOKENS = PlanTokens(KEY, FakeClock())
TOKEN = TOKENS.sign(VIEW, ANNA, read_bulk(VIEW, BODY), "1.0.0", 7)
TOLD, _, MAC = TOKEN.partition(".")
OTHER = to_text(b'["x", 9999999999, 7]')


def read(body: dict[str, Any], *, version: str = "1.0.0", after_s: float = 0, **who: Any) -> Any:
    seen, clock = view(who.pop("group", "analyst"), **who), FakeClock()
    clock.advance(after_s)
    asking = caller("analyst", **who)
    return PlanTokens(KEY, clock).read(seen, asking, read_bulk(seen, body), version)


def check(body: dict[str, Any], *, matched: int = 7, **more: Any) -> None:
    check_plan(VIEW, read_bulk(VIEW, body), read(body, **more), matched)


def test_what_was_planned_is_run() -> None:
    check(BODY)
    check(BODY | {"planToken": TOKEN, "expectedCount": 7, "dryRun": True})


def test_each_dry_run_has_a_plan_of_its_own() -> None:
    other = TOKENS.sign(VIEW, ANNA, read_bulk(VIEW, BODY), "1.0.0", 7)
    plans = [read(BODY | {"planToken": one}) for one in (TOKEN, TOKEN, other)]
    assert [one.matched for one in plans] == [7] * 3
    assert plans[0] == plans[1]
    assert plans[1].id != plans[2].id
    assert read(BODY) is None


@pytest.mark.parametrize(
    ("body", "more"),
    [
        ({"planToken": TOKEN}, {"matched": 8}),
        ({"planToken": TOKEN}, {"version": "1.0.1"}),
        ({"planToken": TOKEN}, {"tenant": "globex"}),
        ({"planToken": TOKEN}, {"group": "admin"}),
        ({"planToken": TOKEN}, {"after_s": PLAN_S}),
        ({"planToken": TOKEN, "set": {"status": "open"}}, {}),
        ({"planToken": TOKEN, "onConflict": "abort"}, {}),
        ({"planToken": "forged"}, {}),
        ({"planToken": f"{OTHER}.{MAC}"}, {}),
        ({"planToken": f"{TOLD}."}, {}),
        ({"planToken": f".{MAC}"}, {}),
        ({"planToken": "ünicode!"}, {}),
        ({"planToken": ""}, {}),
        ({"expectedCount": 8}, {}),
    ],
)
def test_anything_else_is_refused(body: dict[str, Any], more: dict[str, Any]) -> None:
    with pytest.raises(PlanChanged) as refused:
        check(BODY | body, **more)
    assert refused.value.matched == more.get("matched", 7)


def test_it_counts_until_its_time_is_over() -> None:
    body = BODY | {"planToken": TOKEN}
    assert isinstance(read(body, after_s=PLAN_S - 1), Plan)
    assert read(body, after_s=PLAN_S) is None


def test_another_users_plan_is_not_ones_own() -> None:
    other = type(ANNA)("acme", "ben", ANNA.groups)
    request = read_bulk(VIEW, BODY | {"planToken": TOKEN})
    assert TOKENS.read(VIEW, other, request, "1.0.0") is None
    with pytest.raises(PlanChanged, match="7 rows"):
        check_plan(VIEW, request, None, 7)
