"""Who asks."""

from presence_api.caller import Caller


def test_a_token_need_not_say_more_than_tenant_user_and_groups() -> None:
    assert Caller("acme", "anna", frozenset({"analyst"})).claims == {}
