"""Whose token it is."""

from presence_api.ports.token_verifier import KeysUnavailable, TokenRefused


def test_trying_again_helps_only_where_keys_could_not_be_fetched() -> None:
    assert KeysUnavailable("x").retryable
    assert not TokenRefused("x").retryable
