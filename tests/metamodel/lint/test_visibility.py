from typing import Any

from metamodel.lint.visibility import is_for_admins, sees, sees_masked
from metamodel.model.access import AccessPolicy


def policy(**keys: Any) -> AccessPolicy:
    return AccessPolicy.model_validate({"groups": ("analyst",), "allRows": True, **keys})


def test_a_policy_shows_all_but_what_it_excludes() -> None:
    assert sees(policy(), "price")
    assert not sees(policy(excludes=("price",)), "price")


def test_what_it_includes_is_all_it_shows() -> None:
    assert sees(policy(includes=("price",)), "price")
    assert not sees(policy(includes=("price",)), "status")
    assert not sees(policy(includes=("price",), excludes=("price",)), "price")


def test_what_is_shown_is_never_masked() -> None:
    everything: dict[str, Any] = {"masking": {}}
    assert not sees_masked(policy(**everything), "price")
    assert sees_masked(policy(**everything, excludes=("price",)), "price")


def test_masking_names_all_some_or_all_but_some() -> None:
    hidden: dict[str, Any] = {"excludes": ("price", "name")}
    assert not sees_masked(policy(**hidden), "price")
    assert sees_masked(policy(**hidden, masking={"includes": ("price",)}), "price")
    assert not sees_masked(policy(**hidden, masking={"includes": ("price",)}), "name")
    assert not sees_masked(policy(**hidden, masking={"excludes": ("price",)}), "price")


def test_a_policy_is_for_admins_if_all_its_groups_are() -> None:
    assert is_for_admins(policy(), {"analyst", "admin"})
    assert not is_for_admins(policy(groups=("admin", "analyst")), {"admin"})
