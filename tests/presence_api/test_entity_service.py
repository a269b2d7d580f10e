"""Entities as the service puts them together, over HTTP, on the real database."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt
import psycopg
import pytest
from litestar.testing import TestClient
from pydantic import SecretStr

from metamodel.events.codec import Codec
from metamodel.kernel.clock import SystemClock
from ops.tpch.served import serve
from presence_api.app import create_app
from presence_api.entities.bulk.counts import BulkCounts
from presence_api.entity_service import bulk_updates, entity_service
from presence_api.live.lock_tokens import Claim, LockTokens
from presence_api.live_service import published_entities
from presence_api.ports.lock_table import LockAddress
from presence_api.settings import Settings
from tests.contract.test_entity_store import write_gadgets
from tests.eventually import eventually
from tests.presence_api.entities.gadgets import DDL, MODEL, TENANTS, row

SECRET, KEY = "s" * 32, b"k" * 32
NOWHERE = "postgresql://rampart@127.0.0.1:1/none"
PATCH = {"content-type": "application/merge-patch+json"}


def test_nothing_is_opened_before_it_is_started() -> None:
    settings = Settings(database_url=SecretStr(NOWHERE))
    models, codec = published_entities(settings), Codec.committed()
    found = entity_service(settings, models, KEY, codec, BulkCounts())
    assert (found.name, found.alive, found.fault) == ("entities", True, "")
    found.start()
    found.stop()


def test_the_worker_of_bulk_updates_runs_from_start_to_stop() -> None:
    settings = Settings(database_url=SecretStr(NOWHERE))
    found = bulk_updates(settings, published_entities(settings), Codec.committed(), BulkCounts())
    assert (found.name, found.alive, found.fault) == ("bulk updates", False, "")
    found.start()
    assert found.alive
    found.stop()
    assert not found.alive


def token(user: str, group: str, tenant: str = "acme") -> dict[str, str]:
    ends_at = SystemClock().now().timestamp() + 86_400
    said = {"sub": user, "name": user.title(), "tenant": tenant, "groups": [group], "exp": ends_at}
    return {"authorization": f"Bearer {jwt.encode(said, SECRET)}"}


@pytest.fixture
def client(database_url: str, tmp_path: Path) -> Iterator[TestClient[Any]]:
    """The service in the role `api`; nobody knows of locks, for there is no Redis."""
    secret, key = tmp_path / "secret", tmp_path / "key"
    secret.write_text(SECRET)
    key.write_bytes(KEY)
    with psycopg.connect(database_url, options="-c timezone=UTC") as connection:
        connection.execute(DDL)
        rows = [row(number, tenant_id=TENANTS[number % 5], name="ada") for number in range(1, 40)]
        write_gadgets(connection, rows)
    serve(database_url, MODEL)
    settings = Settings(
        database_url=SecretStr(database_url),
        redis_url=SecretStr("redis://127.0.0.1:1"),
        jwt_secret_file=secret,
        presence_key_file=key,
        presence_role="api",
    )
    with TestClient(create_app(settings)) as found:
        eventually(lambda: found.get("/health/ready").status_code, (200).__eq__, "ready")
        found.headers.update(token("anna", "analyst", "globex"))
        yield found


@pytest.mark.integration
def test_an_entity_of_the_metamodel_is_served_without_code_of_its_own(
    client: TestClient[Any], database_url: str
) -> None:
    assert [one["name"] for one in client.get("/api/v1/meta/entities").json()["entities"]] == [
        "gadget"
    ]
    page = client.post("/api/v1/entities/gadget/search", json={"limit": 3}).json()
    assert [one["_id"] for one in page["rows"]] == ["1", "6", "11"]
    one = client.get("/api/v1/entities/gadget/6")
    assert (one.status_code, one.headers["etag"]) == (200, '"v1"')
    assert client.get("/api/v1/entities/gadget/7").status_code == 404

    changed = client.patch(
        "/api/v1/entities/gadget/6",
        content=b'{"name": "eve", "amount": 12.5}',
        headers=PATCH | {"if-match": one.headers["etag"]},
    )
    assert (changed.status_code, changed.headers["etag"]) == (200, '"v2"')
    assert (changed.json()["amount"], changed.json()["lock"]) == ("12.5000000000", "unknown")
    late = client.patch(
        "/api/v1/entities/gadget/6",
        content=b'{"name": "bob"}',
        headers=PATCH | {"if-match": one.headers["etag"]} | token("ben", "analyst", "globex"),
    )
    assert (late.status_code, late.json()["changed_by"]) == (409, "Anna")
    with psycopg.connect(database_url) as connection:
        ((topic, value),) = connection.execute("SELECT topic, value FROM rampart.outbox").fetchall()
    told = Codec.committed().decode(topic, value)
    assert (told["phase"], told["ids"], told["versions"]) == ("MUTATED", ["6"], [2])
    assert set(told["changed_attributes"]) == {"name", "amount", "updated_at"}


@pytest.mark.integration
def test_whoever_has_no_token_or_no_group_learns_nothing(client: TestClient[Any]) -> None:
    place = "/api/v1/entities/gadget/6"
    assert client.get(place, headers={"authorization": "Bearer nonsense"}).status_code == 401
    assert client.get(place, headers=token("eve", "stranger", "globex")).status_code == 403


@pytest.mark.integration
def test_a_locks_token_is_believed_if_it_was_signed_with_the_key_of_all_instances(
    client: TestClient[Any],
) -> None:
    place, address = "/api/v1/entities/gadget/6", LockAddress("globex", "gadget", "6")
    ends_at = SystemClock().now().timestamp() + 86_400
    good, forged = (
        LockTokens(key, SystemClock()).sign(address, "anna", Claim(7, ends_at))
        for key in (KEY, b"x" * 32)
    )
    for shown, status in ((forged, 403), (good, 200)):
        headers = PATCH | {"if-match": '"v1"', "lock-token": shown}
        answer = client.patch(place, content=b'{"name": "eve"}', headers=headers)
        assert answer.status_code == status
