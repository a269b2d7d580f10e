"""JSON Web Tokens: which are believed, and which are not."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from metamodel.kernel.clock import SystemClock
from presence_api.adapters.token_verifier_jwt import (
    ClaimNames,
    Issuer,
    NoVerifier,
    PublishedKeysVerifier,
    SharedSecretVerifier,
)
from presence_api.ports.token_verifier import Claims, KeysUnavailable, TokenRefused

SECRET = "s" * 32
NOW = SystemClock().now().timestamp()
LATER = NOW + 86_400  # long after the last of all tests
ANNA = {"sub": "anna", "tenant": "acme", "name": "Anna", "groups": ["clerk"], "exp": LATER}


def signed(claims: dict[str, Any], key: Any = SECRET, algorithm: str = "HS256", **more: Any) -> str:
    return jwt.encode(claims, key, algorithm=algorithm, headers=more or None)


def test_a_good_one_says_who_it_is() -> None:
    found = SharedSecretVerifier(SECRET).verify(signed(ANNA))
    ends_at = float(LATER)
    assert found == Claims("anna", "Anna", "acme", ("clerk",), ends_at, everything=ANNA)


def test_without_a_name_the_subject_is_it() -> None:
    bare = {key: ANNA[key] for key in ("sub", "tenant", "exp")}
    found = SharedSecretVerifier(SECRET).verify(signed(bare))
    assert (found.name, found.groups) == ("anna", ())


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": NOW - 60},
        {"sub": None},
        {"tenant": None},
        {"tenant": ""},
        {"tenant": 7},
        {"groups": "clerk"},
        {"iss": "https://other"},
        {"aud": "other"},
        {"nbf": LATER},
    ],
)
def test_one_that_says_too_little_or_wrong_is_refused(claims: dict[str, Any]) -> None:
    said = {"iss": "https://login", "aud": "rampart", **ANNA}
    said = {key: value for key, value in {**said, **claims}.items() if value is not None}
    verifier = SharedSecretVerifier(SECRET, Issuer("https://login", "rampart"))
    with pytest.raises(TokenRefused):
        verifier.verify(signed(said))


@pytest.mark.parametrize("token", ["", "x", "a.b.c", signed(ANNA, "o" * 32), signed(ANNA)[:-2]])
def test_forged_ones_are_refused(token: str) -> None:
    with pytest.raises(TokenRefused):
        SharedSecretVerifier(SECRET).verify(token)


def test_one_without_a_signature_is_refused() -> None:
    with pytest.raises(TokenRefused):
        SharedSecretVerifier(SECRET).verify(signed(ANNA, None, "none"))


def test_claims_may_have_other_names() -> None:
    names = ClaimNames("org", "nick", "roles")
    said = {"sub": "anna", "exp": LATER, "org": "acme", "nick": "A", "roles": ["r"]}
    found = SharedSecretVerifier(SECRET, names=names).verify(signed(said))
    assert (found.tenant, found.name, found.groups) == ("acme", "A", ("r",))


def test_without_any_key_nobody_is_believed() -> None:
    with pytest.raises(TokenRefused, match="JWKS"):
        NoVerifier().verify(signed(ANNA))


class KeyServer:
    """Publishes keys, as an issuer does."""

    def __init__(self) -> None:
        self.rsa = rsa.generate_private_key(65537, 2048)
        self.ec = ec.generate_private_key(ec.SECP256R1())
        keys = [
            json.loads(RSAAlgorithm.to_jwk(self.rsa.public_key())) | {"kid": "r", "use": "sig"},
            json.loads(ECAlgorithm.to_jwk(self.ec.public_key())) | {"kid": "e", "use": "sig"},
        ]
        body = json.dumps({"keys": keys}).encode()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name there
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/keys"


@pytest.fixture(scope="module")
def issuer() -> Iterator[KeyServer]:
    found = KeyServer()
    thread = threading.Thread(target=found.server.serve_forever, daemon=True)
    thread.start()
    yield found
    found.server.shutdown()
    found.server.server_close()
    thread.join()


def test_published_keys_sign_for_their_issuer(issuer: KeyServer) -> None:
    verifier = PublishedKeysVerifier(issuer.url, 5)
    for key, algorithm, kid in ((issuer.rsa, "RS256", "r"), (issuer.ec, "ES256", "e")):
        assert verifier.verify(signed(ANNA, key, algorithm, kid=kid)).subject == "anna"


def test_a_published_key_is_no_shared_secret(issuer: KeyServer) -> None:
    verifier = PublishedKeysVerifier(issuer.url, 5)
    for kid in ("r", "unknown"):
        with pytest.raises(TokenRefused):
            verifier.verify(signed(ANNA, SECRET, "HS256", kid=kid))
    other = rsa.generate_private_key(65537, 2048)
    with pytest.raises(TokenRefused):
        verifier.verify(signed(ANNA, other, "RS256", kid="r"))


def test_keys_that_cannot_be_fetched_are_no_refusal() -> None:
    key = rsa.generate_private_key(65537, 2048)
    with pytest.raises(KeysUnavailable):
        PublishedKeysVerifier("http://127.0.0.1:1/keys", 1).verify(
            signed(ANNA, key, "RS256", kid="r")
        )
