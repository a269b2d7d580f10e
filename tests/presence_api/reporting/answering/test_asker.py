"""Who asks."""

from presence_api.reporting.answering.asker import Asker


def test_an_asker_without_claims_has_a_tenant_and_groups_still() -> None:
    found = Asker("acme", "anna", frozenset({"analyst"}))
    assert (found.tenant, dict(found.claims)) == ("acme", {})
