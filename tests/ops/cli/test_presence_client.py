"""A client of presence at the command line."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from metamodel.kernel.clock import SystemClock
from ops.cli._presence_client import Identity, NoSecret, PresenceRefused, following, sign_token
from presence_api.adapters.token_verifier_jwt import ClaimNames, Issuer, SharedSecretVerifier
from presence_api.live.closing import CloseCode
from presence_api.settings import Settings
from tests.contract.presence_server import SECRET, PresenceServer, presence_server

ANNA = Identity("anna", "acme", "Anna", ("clerk",))


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret"
    file.write_text(SECRET + "\n")
    return file


def test_a_token_says_what_the_settings_call_it(secret: Path) -> None:
    settings = Settings(
        jwt_secret_file=secret, jwt_tenant_claim="org", jwt_issuer="us", jwt_audience="rampart"
    )
    token = sign_token(settings, ANNA, SystemClock(), minutes=5)
    names = ClaimNames(tenant="org")
    found = SharedSecretVerifier(SECRET, Issuer("us", "rampart"), names).verify(token)
    assert (found.subject, found.tenant, found.name, found.groups) == (
        "anna",
        "acme",
        "Anna",
        ("clerk",),
    )
    assert 290 < found.ends_at - SystemClock().now().timestamp() <= 300


def test_without_the_secret_nothing_is_signed() -> None:
    with pytest.raises(NoSecret):
        sign_token(Settings(), ANNA, SystemClock(), minutes=5)


@pytest.fixture(scope="module")
def served() -> Iterator[PresenceServer]:
    with presence_server(fast=True) as server:
        yield server


def test_it_comes_in_speaks_and_hears_until_it_is_ended(
    served: PresenceServer, secret: Path
) -> None:
    token = sign_token(Settings(jwt_secret_file=secret), ANNA, SystemClock(), minutes=5)
    url = f"http://127.0.0.1:{served.port}"
    served.live.door.origins.add(url)  # type: ignore[attr-defined]
    with following(url, token) as follower:
        follower.say("SUB", room="order/1")
        heard = follower.hear()
        ops = [json.loads(next(heard))["op"] for _ in range(3)]
        assert ops == ["WELCOME", "SNAPSHOT", "DIFF"]
        (session,) = served.inside(lambda: list(served.live.sessions))
        served.inside(lambda: session.end(CloseCode.SLOW, "does not read"))
        with pytest.raises(PresenceRefused, match="ended with 4008 does not read"):
            next(heard)


@pytest.mark.parametrize("token", ["", "x.y.z"])
def test_a_bad_token_is_refused_with_the_services_words(served: PresenceServer, token: str) -> None:
    with pytest.raises(PresenceRefused), following(f"http://127.0.0.1:{served.port}", token):
        pass


def test_another_origin_is_refused(served: PresenceServer, secret: Path) -> None:
    token = sign_token(Settings(jwt_secret_file=secret), ANNA, SystemClock(), minutes=5)
    url = f"http://localhost:{served.port}"
    with pytest.raises(PresenceRefused, match="403"), following(url, token):
        pass


def test_nobody_at_home_is_said() -> None:
    with (
        pytest.raises(PresenceRefused, match=r"127\.0\.0\.1:1"),
        following("http://127.0.0.1:1", "x"),
    ):
        pass
