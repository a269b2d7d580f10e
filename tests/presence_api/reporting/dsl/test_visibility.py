"""Which members somebody may name."""

import json
from typing import Any

import pytest

from metamodel.model.access import AccessPolicy, TenancyDefaults
from metamodel.model.attribute import Attribute, AttributeType, Classification
from metamodel.model.entity import Entity
from presence_api.reporting.dsl.visibility import Onlooker, Visibility
from tests.presence_api.reporting.asked import model

TENANCY = TenancyDefaults.model_validate_json(
    '{"claim": "tenant", "adminGroups": ["admin"], "tenantGroups": ["analyst"]}'
)
HIDDEN, MASKED, SHOWN = Visibility


def column(classification: str = "internal", *, public: bool = True) -> Attribute:
    return Attribute(
        name="email",
        column="email",
        type=AttributeType.STRING,
        public=public,
        classification=Classification(classification),
    )


def policy(**said: Any) -> AccessPolicy:
    return AccessPolicy.model_validate_json(json.dumps({"allRows": True, **said}))


def entity(*access: AccessPolicy, public: bool = True) -> Entity:
    found = model().entity("customer")
    assert found
    return found.model_copy(update={"access": access or None, "public": public})


@pytest.mark.parametrize(
    ("groups", "classification", "level"),
    [
        ("analyst", "internal", SHOWN),
        ("analyst", "pii", HIDDEN),
        ("admin", "pii", SHOWN),
        ("admin", "secret", HIDDEN),
        ("stranger", "public", HIDDEN),
    ],
)
def test_by_default_tenants_see_what_is_not_personal(
    groups: str, classification: str, level: Visibility
) -> None:
    assert Onlooker([groups], TENANCY).sees(entity(), column(classification)) is level


def test_what_is_not_public_nobody_sees() -> None:
    admin = Onlooker(["admin"], TENANCY)

    assert admin.sees(entity(), column(public=False)) is HIDDEN
    assert admin.sees(entity(public=False), column()) is HIDDEN


def test_without_tenancy_everybody_sees_all_but_persons() -> None:
    assert Onlooker([], None).sees(entity(), column()) is SHOWN
    assert Onlooker([], None).sees(entity(), column("pii")) is HIDDEN


def test_of_several_policies_the_widest_counts() -> None:
    hidden = policy(groups=["*"], excludes=["email"])
    masked = policy(groups=["*"], excludes=["email"], masking={"includes": ["email"]})
    whole = policy(groups=["support"])

    assert Onlooker([], TENANCY).sees(entity(hidden), column("pii")) is HIDDEN
    assert Onlooker([], TENANCY).sees(entity(hidden, masked), column("pii")) is MASKED
    assert Onlooker([], TENANCY).sees(entity(masked, whole), column("pii")) is MASKED
    assert Onlooker(["support"], TENANCY).sees(entity(masked, whole), column("pii")) is SHOWN


def test_what_only_a_condition_opens_stays_closed() -> None:
    under = policy(groups=["*"], conditions=["{ securityContext.ok }"])

    assert Onlooker([], TENANCY).sees(entity(under), column()) is HIDDEN
