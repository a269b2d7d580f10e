"""The one form of a report."""

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presence_api.reporting.dsl.canonical import canonical_request, fingerprint
from tests.presence_api.reporting.asked import Document, checked, requests

ORDERS: Document = {
    "entity": "order",
    "measures": ["count", "total_price"],
    "dimensions": ["orderstatus"],
    "time": {"grain": "month", "range": ["1994-01-01", "1994-12-31"]},
    "where": {"field": "orderpriority", "op": "in", "value": ["1-URGENT", "2-HIGH"]},
    "segments": ["customer.in_debt"],
}


def test_nothing_is_left_to_defaults() -> None:
    assert canonical_request(checked(ORDERS)) == {
        "version": "1",
        "entity": "order",
        "measures": [
            {"measure": "count", "as": "count"},
            {"measure": "total_price", "as": "total_price"},
        ],
        "dimensions": ["orderstatus"],
        "time": {"field": "orderdate", "grain": "month", "timezone": "UTC"},
        "where": {
            "and": [
                {"field": "orderdate", "op": "between", "value": ["1994-01-01", "1994-12-31"]},
                {"field": "orderpriority", "op": "in", "value": ["1-URGENT", "2-HIGH"]},
            ]
        },
        "segments": ["customer.in_debt"],
        "order": [{"by": "orderdate", "dir": "asc"}, {"by": "orderstatus", "dir": "asc"}],
        "limit": 1000,
        "offset": 0,
        "totalCount": False,
    }


@given(requests())
def test_the_canonical_form_is_a_fixed_point(document: Document) -> None:
    form = canonical_request(checked(document))

    assert canonical_request(checked(json.loads(json.dumps(form)))) == form


@given(requests(), st.randoms(use_true_random=False))
def test_the_order_of_sets_makes_no_difference(document: Document, chance: random.Random) -> None:
    assert fingerprint(checked(_shuffled(document, chance))) == fingerprint(checked(document))


def _shuffled(value: Any, chance: random.Random, name: str = "") -> Any:
    """The same request with its sets in another order, and its fields too."""
    if isinstance(value, dict):
        items = list(value.items())
        chance.shuffle(items)
        whole = {key: _shuffled(item, chance, key) for key, item in items}
        if whole.get("op") in {"in", "nin"}:
            whole["value"] = chance.sample(whole["value"], len(whole["value"]))
        return whole
    if isinstance(value, list):
        found = [_shuffled(item, chance) for item in value]
        if name in {"and", "or", "segments"}:
            chance.shuffle(found)
        return found
    return value


CHANGES: tuple[Document, ...] = (
    {"measures": ["total_price", "count"]},
    {"measures": ["count", {"measure": "total_price", "as": "sum"}]},
    {"dimensions": []},
    {"dimensions": ["orderstatus", "clerk"]},
    {"dimensions": ["clerk", "orderstatus"]},
    {"time": {"grain": "month", "range": ["1994-01-01", "1994-12-30"]}},
    {"time": {"grain": "day", "range": ["1994-01-01", "1994-12-31"]}},
    {"time": {"grain": "month"}},
    {"time": {"range": ["1994-01-01", "1994-12-31"]}},
    {"time": {"field": "updated_at", "grain": "month", "range": ["1994-01-01", "1994-12-31"]}},
    {"time": {"grain": "month", "range": ["1994-01-01", "1994-12-31"], "compare": "prior_period"}},
    {"where": {"field": "orderpriority", "op": "nin", "value": ["1-URGENT", "2-HIGH"]}},
    {"where": {"field": "orderpriority", "op": "in", "value": ["1-URGENT", "2-LOW"]}},
    {"where": {"field": "orderpriority", "op": "eq", "value": "1-URGENT"}},
    {"where": {"field": "orderstatus", "op": "in", "value": ["1-URGENT", "2-HIGH"]}},
    {"having": {"field": "count", "op": "gt", "value": 1}},
    {"segments": []},
    {"order": [{"by": "count"}]},
    {"order": [{"by": "orderdate", "dir": "desc"}]},
    {"limit": 999},
    {"offset": 1},
    {"totalCount": True},
    {"pivot": {"rows": ["orderdate"], "columns": ["orderstatus"]}},
    {"pivot": {"rows": ["orderdate"], "columns": ["orderstatus"], "totals": {"grand": True}}},
    {"pivot": {"rows": ["orderdate"], "columns": ["orderstatus"], "maxColumns": 9}},
    {"pivot": {"rows": ["orderdate"], "columns": ["orderstatus"], "fill": 0}},
    {"pivot": {"rows": ["orderstatus"], "columns": ["orderdate"]}},
)


def test_whatever_changes_the_answer_changes_the_fingerprint() -> None:
    prints = [fingerprint(checked({**ORDERS, **change})) for change in ({}, *CHANGES)]

    assert len(set(prints)) == len(prints)
    assert all(len(item) == 64 for item in prints)


@given(requests(), st.data())
def test_a_change_of_any_report_changes_its_fingerprint(
    document: Document, data: st.DataObject
) -> None:
    form = canonical_request(checked(document))
    change: Document = data.draw(
        st.sampled_from(
            [
                {"limit": form["limit"] + 1},
                {"totalCount": not form["totalCount"]},
                {"measures": [{**form["measures"][0], "as": "other"}, *form["measures"][1:]]},
                {"where": {"and": [form.get("where", _ANY), _NEVER_ASKED]}},
                {"having": {"field": form["measures"][0]["measure"], "op": "ne", "value": 77}},
            ]
        )
    )
    other = {**form, **change}
    if "measures" in change:
        first = form["measures"][0]["as"]
        other["order"] = [
            {**item, "by": "other" if item["by"] == first else item["by"]} for item in form["order"]
        ]
    if "having" in change:
        other.pop("pivot", None)

    assert fingerprint(checked(other)) != fingerprint(checked(form))


_ANY = {"field": "updated_at", "op": "notNull"}
_NEVER_ASKED = {"field": "updated_at", "op": "isNull"}


@pytest.mark.parametrize(
    "same",
    [
        {
            "where": {
                "not": {"field": "orderpriority", "op": "nin", "value": ["2-HIGH", "1-URGENT"]}
            }
        },
        {"where": {"and": [{"and": [ORDERS["where"]]}, ORDERS["where"]]}},
        {
            "time": {
                "field": "orderdate",
                "grain": "month",
                "range": ["1994-01-01T02:00:00+02:00", "1994-12-31"],
            }
        },
        {"order": [{"by": "orderdate"}]},
        {"limit": 1000, "offset": 0, "totalCount": False},
        {"freshness": {"mode": "fresh", "maxAge": 3, "min_epoch": {"orders.by_day": 7}}},
        {"timeout": 60, "explain": True},
    ],
)
def test_what_says_the_same_has_the_same_fingerprint(same: Document) -> None:
    assert fingerprint(checked({**ORDERS, **same})) == fingerprint(checked(ORDERS))


def test_letters_are_compared_in_their_composed_form() -> None:
    composed, decomposed = (
        {**ORDERS, "where": {"field": "clerk", "op": "eq", "value": name}}
        for name in ("Ren\u00e9", "Rene\u0301")
    )

    assert fingerprint(checked(composed)) == fingerprint(checked(decomposed))


def test_words_for_a_range_mean_days() -> None:
    relative = {**ORDERS, "time": {"grain": "day", "range": "last 30 days"}}
    days = {**ORDERS, "time": {"grain": "day", "range": ["2025-12-16", "2026-01-14"]}}

    assert fingerprint(checked(relative)) == fingerprint(checked(days))


def test_a_cell_is_a_condition_like_any_other() -> None:
    drill = {
        "entity": "order",
        "drill": {"measure": "count", "at": {"status": "done", "created_at": "2024-02-01"}},
        "time": {"field": "created_at", "grain": "month"},
    }
    form = canonical_request(checked(drill, ("admin",), "kitchen_sink"))

    assert form["drill"] == {"measure": "count", "at": {}}
    assert form["where"] == {
        "and": [
            {"field": "created_at", "op": "between", "value": ["2024-02-01", "2024-02-29"]},
            {"field": "status", "op": "eq", "value": "done"},
        ]
    }
    assert canonical_request(checked(form, ("admin",), "kitchen_sink")) == form
