"""Every claim that decides what is shown is known by name, or else all of them count."""

import json

import pytest

from metamodel.model.access import AccessPolicy
from metamodel.model.metamodel import Metamodel
from presence_api.reporting.answering.read_claims import read_claims
from tests.presence_api.reporting.asked import model


def with_policy(**said: object) -> Metamodel:
    """TPC-H with a policy of regions."""
    first, *others = model().entities
    policy = AccessPolicy.model_validate_json(json.dumps({"groups": ["*"], **said}))
    return model().model_copy(
        update={"entities": (first.model_copy(update={"access": (policy,)}), *others)}
    )


def test_the_tenants_claim_is_read_where_there_are_tenants() -> None:
    assert read_claims(model()) == frozenset({"tenant_id"})


def test_claims_of_filters_are_read_however_deep() -> None:
    inner = {"member": "name", "operator": "equals", "claim": "region"}
    other = {"member": "name", "operator": "in", "claim": "regions"}
    found = read_claims(with_policy(filters=[{"or": [inner, {"and": [other]}]}]))
    assert found == frozenset({"tenant_id", "region", "regions"})


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("{ securityContext.ok }", {"tenant_id", "ok"}),
        ("{ SECURITY_CONTEXT.ok.filter('x') }", {"tenant_id", "ok"}),
        ("{ securityContext.a } AND { securityContext.b_2.c }", {"tenant_id", "a", "b_2"}),
        ("{ securityContext['ok'] }", None),
        ("{ securityContext.ok } OR { securityContext }", None),
    ],
)
def test_what_a_text_reads_is_known_by_name_or_all_counts(
    text: str, names: set[str] | None
) -> None:
    assert read_claims(with_policy(allRows=True, conditions=[text])) == names
