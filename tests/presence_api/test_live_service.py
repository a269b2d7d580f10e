"""Presence on real parts, as the settings say."""

from pathlib import Path

import jwt
import pytest

from metamodel.events.codec import Codec
from metamodel.kernel.clock import SystemClock
from presence_api.adapters.token_verifier_jwt import PublishedKeysVerifier
from presence_api.live_service import (
    KeyUnusable,
    named_origins,
    origins,
    presence,
    published_entities,
    signing_key,
    token_verifier,
)
from presence_api.ports.token_verifier import TokenRefused
from presence_api.settings import Settings


def test_without_a_word_only_its_own_pages_may_connect() -> None:
    assert origins(Settings(presence_port=28001)) == {
        "http://127.0.0.1:28001",
        "http://localhost:28001",
    }
    named = Settings(presence_origins="https://a.example/, https://b.example")
    assert origins(named) == {"https://a.example", "https://b.example"}
    assert named_origins("") == frozenset()


def test_a_key_comes_from_its_file_or_is_one_of_this_process(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("k" * 40 + "\n")
    assert signing_key(Settings(presence_key_file=file)) == b"k" * 40
    assert signing_key(Settings()) != signing_key(Settings())


def test_a_short_or_missing_key_is_refused_at_start(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("short")
    for path in (file, tmp_path / "missing"):
        with pytest.raises(KeyUnusable, match=str(path)):
            signing_key(Settings(presence_key_file=path))


def test_whose_tokens_are_believed_is_said_by_the_settings(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("s" * 32)
    claims = {"sub": "anna", "org": "acme", "exp": SystemClock().now().timestamp() + 60}
    token = jwt.encode(claims, "s" * 32, "HS256")
    believed = Settings(jwt_secret_file=file, jwt_tenant_claim="org")
    assert token_verifier(believed).verify(token).tenant == "acme"
    with pytest.raises(TokenRefused):
        token_verifier(Settings()).verify(token)
    with_keys = token_verifier(Settings(jwt_jwks_url="http://127.0.0.1:1/keys"))
    assert isinstance(with_keys, PublishedKeysVerifier)


def test_limits_are_those_of_the_settings() -> None:
    settings = Settings(presence_grace_s=7, presence_listed_members=9)
    found = presence(
        settings, published_entities(settings), b"k" * 32, Codec.committed()
    ).live.sessions.limits
    assert (found.grace_s, found.listed_members) == (7, 9)
