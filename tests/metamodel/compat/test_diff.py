"""Laws of the comparison, and what its parts say."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metamodel.compat.change import Bump, Change, ChangeClass, Kind
from metamodel.compat.diff import diff
from metamodel.model.load import load
from metamodel.model.metamodel import Metamodel
from tests.golden.kitchen_sink import PATH, kitchen_sink
from tests.metamodel.compat.single_edits import edited, edits
from tests.metamodel.shop import GONE, ORDER, model

ORDERS = f"/entities/{ORDER}"
EDITS = edits(json.loads(PATH.read_text(encoding="utf-8")))


def changes(after: dict[str, Any], before: dict[str, Any] | None = None) -> tuple[Change, ...]:
    return diff(model(before), model(after))


def only(after: dict[str, Any], before: dict[str, Any] | None = None) -> Change:
    (change,) = changes(after, before)
    return change


def test_equal_documents_do_not_differ() -> None:
    assert diff(kitchen_sink().require(), kitchen_sink().require()) == ()
    assert changes({"/specVersion": "9.9.9"}) == ()


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(EDITS))
def test_every_single_edit_is_classified_and_its_way_back_is_the_inverse(edit: Any) -> None:
    after = _read(edited(json.loads(PATH.read_text(encoding="utf-8")), edit))
    before = kitchen_sink().require()
    forth = diff(before, after) if after is not None else ()
    if after is None or after == before:
        return
    back = diff(after, before)
    if edit.path != "/specVersion":
        assert forth
    assert all(isinstance(item.verdict.change_class, ChangeClass) for item in forth)
    values = [[item.before, item.after] for item in forth]
    assert json.loads(json.dumps(values)) == values  # plain JSON
    kinds = sorted((item.kind.inverse.value, _stable(item)) for item in forth)
    assert kinds == sorted((item.kind.value, _stable(item)) for item in back)


def test_days_are_plain_json() -> None:
    change = only({"/defaults/extent/end": "2027-12-31"})

    assert (change.path, change.before, change.after) == (
        "defaults/extent/end",
        "2026-12-31",
        "2027-12-31",
    )


def _stable(item: Change) -> int:
    return item.path.count("/")  # a renamed item has another path from the other side


def _read(document: Any) -> Metamodel | None:
    return load(json.dumps(document)).model


@pytest.mark.parametrize(
    ("edit", "path", "kind", "change_class", "bump"),
    [
        (
            {f"{ORDERS}/measures/1/expression": "{price} * 2"},
            "entities/order/measures/revenue/expression",
            Kind.CHANGED,
            ChangeClass.RESTATING,
            Bump.MINOR,
        ),
        (
            {f"{ORDERS}/title": "Orders"},
            "entities/order/title",
            Kind.CHANGED,
            ChangeClass.DISPLAY,
            Bump.PATCH,
        ),
        (
            {f"{ORDERS}/preAggregations": GONE},
            "entities/order/preAggregations/by_day",
            Kind.REMOVED,
            ChangeClass.PERF,
            Bump.PATCH,
        ),
        (
            {f"{ORDERS}/time/dimension": "updated_at"},
            "entities/order/time/dimension",
            Kind.CHANGED,
            ChangeClass.RESTATING,
            Bump.MAJOR,
        ),
        (
            {"/relations/0/cardinality": "one_to_one"},
            "relations/rel_customer_country/cardinality",
            Kind.CHANGED,
            ChangeClass.RESTATING,
            Bump.MAJOR,
        ),
        (
            {f"{ORDERS}/attributes/3/type": "timestamp"},
            "entities/order/attributes/placed_on/type",
            Kind.CHANGED,
            ChangeClass.BREAKING,
            Bump.MAJOR,
        ),
    ],
)
def test_a_change_is_named_by_its_place_and_means_something(
    edit: dict[str, Any], path: str, kind: Kind, change_class: ChangeClass, bump: Bump
) -> None:
    change = only(edit)
    assert (change.path, change.kind) == (path, kind)
    assert (change.verdict.change_class, change.verdict.bump) == (change_class, bump)


def test_without_an_id_another_name_is_another_member() -> None:
    found = changes({f"{ORDERS}/measures/3/name": "buyers"})
    assert [item.kind for item in found] == [Kind.REMOVED, Kind.ADDED]


def test_with_an_id_it_is_renamed_and_an_alias_keeps_the_old_name_alive() -> None:
    place = f"{ORDERS}/measures/3"
    before = {f"{place}/id": "mea_customers"}
    hard = only({**before, f"{place}/name": "buyers"}, before)
    assert (hard.kind, hard.verdict.bump) == (Kind.RENAMED, Bump.MAJOR)
    soft = changes({**before, f"{place}/name": "buyers", f"{place}/aliases": ["customers"]}, before)
    assert {item.verdict.change_class for item in soft} == {
        ChangeClass.RENAME,
        ChangeClass.ADDITIVE,
    }


def test_another_id_is_another_member_of_the_same_name() -> None:
    place = f"{ORDERS}/measures/3/id"
    found = changes({place: "mea_b"}, {place: "mea_a"})
    assert sorted(item.kind for item in found) == [Kind.ADDED, Kind.REMOVED]


def test_a_new_attribute_that_must_be_given_breaks_writers() -> None:
    new = {"name": "x", "column": "x", "type": "string", "nullable": False, "editable": "always"}
    assert only({f"{ORDERS}/attributes/-": new}).verdict.bump is Bump.MAJOR
    assert only({f"{ORDERS}/attributes/-": {**new, "default": "?"}}).verdict.bump is Bump.MINOR


def test_another_order_is_for_the_eye() -> None:
    document = model().entities[ORDER].measures
    swapped = [
        item.model_dump(mode="json", by_alias=True, exclude_defaults=True) for item in document
    ]
    swapped[0], swapped[1] = swapped[1], swapped[0]
    change = only({f"{ORDERS}/measures": swapped})
    assert (change.kind, change.verdict.change_class) == (Kind.REORDERED, ChangeClass.DISPLAY)
