"""What policies give."""

from typing import Any

import pytest

from metamodel.model.metamodel import Metamodel
from presence_api.caller import Caller
from presence_api.entities.catalogue.grants import Grant, grants
from presence_api.ports.row_conditions import EVERY_ROW
from tests.fakes.entity_store import holds
from tests.presence_api.entities.gadgets import MODEL, caller, model, row

OWN = {"member": "tenant_id", "operator": "equals", "claim": "tenant"}
MINE, OTHER = row(1, name="ada"), row(2, tenant_id="globex", name="ada")


def given(of: Metamodel, *groups: str, **claims: Any) -> tuple[Grant, ...]:
    return grants(of.entities[0], of.defaults.tenancy, caller(*groups, **claims))


def sees(found: tuple[Grant, ...]) -> list[int]:
    rows = [one for one in (MINE, OTHER) if any(holds(grant.rows, one) for grant in found)]
    return [1 if one is MINE else 2 for one in rows]


def test_without_a_group_nothing_is_given() -> None:
    assert given(MODEL) == ()
    assert given(MODEL, "stranger") == ()


def test_who_is_told_nothing_by_the_document_is_given_nothing() -> None:
    assert given(model(access=[]), "admin") == ()


def test_the_defaults_give_all_of_ones_own_tenant_and_admins_every_tenants() -> None:
    plain = model(access=None)
    assert sees(given(plain, "analyst")) == [1]
    assert sees(given(plain, "admin")) == [1, 2]
    assert "margin" in given(plain, "analyst")[0].shown


def test_a_policy_that_forgets_the_tenant_still_shows_ones_own_rows_only() -> None:
    careless = model(access=[{"groups": ["analyst"], "allRows": True}])
    assert sees(given(careless, "analyst")) == [1]


def test_a_claim_called_as_the_tenants_does_not_count_against_the_tenant() -> None:
    lying = Caller("acme", "anna", frozenset({"analyst"}), {"tenant": "globex"})
    assert sees(grants(MODEL.entities[0], MODEL.defaults.tenancy, lying)) == [1]


def test_everybody_is_in_the_group_of_all() -> None:
    assert sees(given(model(access=[{"groups": ["*"], "allRows": True}]))) == [1]


@pytest.mark.parametrize(("sworn", "count"), [(True, 1), (False, 0), ("yes", 0), (None, 0)])
def test_a_condition_counts_if_its_claim_is_true(sworn: object, count: int) -> None:
    of = [
        {
            "groups": ["auditor"],
            "conditions": ["{ securityContext.sworn }"],
            "filters": [OWN],
        }
    ]
    assert len(given(model(access=of), "auditor", sworn=sworn)) == count


def test_a_condition_that_cannot_be_told_counts_as_not_met() -> None:
    of = [
        {
            "groups": ["auditor"],
            "conditions": ["{ securityContext.level } > 3"],
            "filters": [OWN],
        }
    ]
    assert given(model(access=of), "auditor", level=5) == ()


def test_without_the_key_a_row_has_no_name_and_is_not_given() -> None:
    of = [{"groups": ["analyst"], "filters": [OWN], "excludes": ["gadget_id"]}]
    assert given(model(access=of), "analyst") == ()


def test_secrets_hidden_attributes_and_what_cube_cannot_show_are_never_given() -> None:
    (found,) = given(MODEL, "admin")
    assert not {"pin", "extra"} & found.readable
    hidden = [
        {"name": "gadget_id", "column": "gadget_id", "type": "bigint"},
        {"name": "tenant_id", "column": "tenant_id", "type": "string", "public": False},
    ]
    (found,) = given(model(attributes=hidden, access=None), "admin")
    assert found.shown == {"gadget_id"}


def test_a_mask_goes_where_another_policy_of_the_same_rows_shows_the_value() -> None:
    of = [
        {
            "groups": ["analyst"],
            "filters": [OWN],
            "excludes": ["email"],
            "masking": {"includes": ["email"]},
        },
        {"groups": ["boss"], "filters": [OWN], "includes": ["gadget_id", "email"]},
    ]
    (one,) = given(model(access=of), "analyst")
    (both,) = given(model(access=of), "analyst", "boss")
    assert "email" in one.masked
    assert "email" in both.shown
    assert both.masked == set()


def test_what_a_wider_policy_gives_too_is_left_out() -> None:
    assert len(given(MODEL, "admin", "analyst")) == 1
    narrow = Grant(EVERY_ROW, frozenset({"a"}), frozenset({"b"}))
    wide = Grant(EVERY_ROW, frozenset({"a", "b"}), frozenset())
    assert wide.covers(narrow)
    assert not narrow.covers(wide)
