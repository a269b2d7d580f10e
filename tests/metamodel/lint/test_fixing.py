import json
from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from metamodel.lint.fixing import fixed
from metamodel.lint.runner import lint
from metamodel.model.load import load
from tests.metamodel.shop import COUNTRY, CUSTOMER, ORDER, shop

ROLLUP = f"/entities/{ORDER}/preAggregations/0"
MEASURES = f"/entities/{ORDER}/measures"
OWN = {"member": "tenant_id", "operator": "equals", "claim": "tenant"}
MARK = {"name": "gone_at", "column": "gone_at", "type": "timestamptz", "public": True, "title": "G"}
CURABLE: Mapping[str, dict[str, Any]] = {
    "PRE003": {f"{ROLLUP}/dimensions": ["status"]},
    "PRE008": {f"{ROLLUP}/refresh": {"every": "1 hour", "incremental": True}},
    "PRE011": {f"{ROLLUP}/scheduledRefresh": True},
    "MEA003": {f"{MEASURES}/2/expression": "{revenue} / {count}"},
    "MEA004": {
        f"{MEASURES}/-": {
            "name": "r",
            "type": "number",
            "title": "R",
            "expression": "{big} / NULLIF({count}, 0)",
        }
    },
    "KEY003": {
        f"/entities/{CUSTOMER}/attributes/-": MARK,
        f"/entities/{CUSTOMER}/softDelete": {"attribute": "gone_at", "mode": "timestamp"},
    },
    "RLS004": {f"/entities/{COUNTRY}/access": []},
    "SEA001": {f"/entities/{COUNTRY}/attributes/0/searchable": "prefix"},
    "DOC002": {f"{MEASURES}/1/currency": "EUR"},
    "EXM002": {"/exemptions": [{"rule": "X", "path": "", "reason": "r", "expires": "2099-01-01"}]},
    "MSK002": {
        f"/entities/{ORDER}/access": [
            {"groups": ["analyst"], "filters": [OWN], "masking": {"includes": ["price"]}},
            {"groups": ["admin"], "allRows": True},
        ]
    },
}
"""Faults that a program can cure, each with what makes it."""


def broken(codes: set[str], indent: int | None = 2) -> str:
    edits = {place: value for code in sorted(codes) for place, value in CURABLE[code].items()}
    return json.dumps(shop(edits), indent=indent)


def test_a_right_document_stays_as_it_is() -> None:
    text = json.dumps(shop(), indent=3)
    assert fixed(text).text == text
    assert fixed(text).cured == ()


def test_each_of_these_faults_is_cured() -> None:
    for code in CURABLE:
        text = broken({code})
        assert code in {item.code for item in lint(load(text))}, code
        found = fixed(text, "shop.json")
        assert code in {item.code for item in found.cured}, code
        assert found.left == (), code


@settings(deadline=None, max_examples=60)
@given(st.sets(st.sampled_from(sorted(CURABLE)), min_size=1), st.sampled_from([None, 1, 2]))
def test_fixes_make_a_document_better_and_keep_it_valid(
    codes: set[str], indent: int | None
) -> None:
    text = broken(codes, indent)
    before, done = lint(load(text)), fixed(text)
    after = load(done.text)
    assert after.model is not None
    assert len(lint(after)) < len(before)
    assert list(done.left) == lint(after)
    # A second run changes nothing.
    assert fixed(done.text).text == done.text


def test_untouched_lines_keep_every_byte() -> None:
    text = broken({"MEA003"}).replace('"id": "ent_order"', '"id":   "ent_order"')
    changed = [
        (old, new)
        for old, new in zip(text.splitlines(), fixed(text).text.splitlines(), strict=True)
        if old != new
    ]
    assert [new.strip() for _, new in changed] == [
        '"expression": "{revenue} / NULLIF({count}, 0)",'
    ]


def test_what_only_people_can_cure_is_left_to_them() -> None:
    text = json.dumps(shop({f"{MEASURES}/1/expression": "{nothing}"}))
    done = fixed(text)
    assert done.text == text
    assert {item.code for item in done.left} == {"MEA001"}


def test_a_text_that_is_no_document_is_left_alone() -> None:
    assert fixed("{").text == "{"
    assert [item.code for item in fixed("{").left] == ["SCH001"]
