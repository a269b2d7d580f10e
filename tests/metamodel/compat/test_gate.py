from typing import Any

import pytest

from metamodel.compat.diff import diff
from metamodel.compat.gate import gate
from tests.metamodel.shop import GONE, ORDER, model

ORDERS = f"/entities/{ORDER}"
TIGHT = {
    "groups": ["analyst"],
    "filters": [{"member": "tenant_id", "operator": "equals", "claim": "tenant"}],
}


def codes(
    after: dict[str, Any], before: dict[str, Any] | None = None, *, accept: bool = False
) -> list[str]:
    old, new = model(before), model(after)
    return [item.code for item in gate(old, new, diff(old, new), accept_security=accept)]


@pytest.mark.parametrize(
    ("version", "found"),
    [("1.0.0", ["VER001"]), ("1.0.1", ["VER001"]), ("1.1.0", []), ("2.0.0", [])],
)
def test_a_restated_measure_wants_a_minor_step(version: str, found: list[str]) -> None:
    edit = {f"{ORDERS}/measures/1/expression": "{price} * 2", "/specVersion": version}
    assert codes(edit) == found


def test_the_cure_names_the_version_to_declare() -> None:
    old, new = model(), model({f"{ORDERS}/title": "Orders"})
    (finding,) = gate(old, new, diff(old, new), accept_security=False)
    assert (finding.pointer, finding.cure) == ("/specVersion", "Declare 1.0.1.")


def test_versions_do_not_go_backwards() -> None:
    assert codes({"/specVersion": "0.9.0"}) == ["VER002"]


def test_names_that_go_are_kept_back() -> None:
    gone = {f"{ORDERS}/segments": GONE, "/specVersion": "2.0.0"}
    assert codes(gone) == ["VER003"]
    assert codes({**gone, "/reserved": {"members": {"order": ["open"]}}}) == []


def test_enum_values_and_views_are_kept_back_too() -> None:
    enum = f"{ORDERS}/attributes/4/enum"
    before = {enum: [{"value": "open"}, {"value": "lost"}], "/views": [VIEW]}
    after = {enum: [{"value": "open"}], "/specVersion": "2.0.0"}
    assert codes(after, before) == ["VER003", "VER003"]
    kept = {"enumValues": {"order.status": ["lost"]}, "views": ["desk"]}
    assert codes({**after, "/reserved": kept}, before) == []


VIEW = {"name": "desk", "cubes": [{"path": "order"}]}


def test_what_opens_rows_or_members_has_to_be_accepted() -> None:
    before = {f"{ORDERS}/access": [{**TIGHT, "excludes": ["price"]}]}
    after = {f"{ORDERS}/access": [TIGHT], "/specVersion": "1.1.0"}
    assert codes(after, before) == ["VER004"]
    assert codes(after, before, accept=True) == []
