"""Reports as the service puts them together."""

import asyncio
from pathlib import Path

import pytest
from pydantic import SecretStr

from presence_api.live_service import KeyUnusable, published_entities
from presence_api.report_service import report_service
from presence_api.settings import Settings

NOWHERE = Settings(
    database_url=SecretStr("postgresql://rampart@127.0.0.1:1/none"),
    redis_url=SecretStr("redis://127.0.0.1:1"),
    cube_url="http://127.0.0.1:1",
)


def test_without_a_key_for_cube_there_are_no_reports(tmp_path: Path) -> None:
    entities = published_entities(NOWHERE)
    assert report_service(NOWHERE, entities) == ()
    short = tmp_path / "short"
    short.write_text("short")
    with pytest.raises(KeyUnusable):
        report_service(NOWHERE.model_copy(update={"cube_secret_file": short}), entities)


def test_nothing_is_opened_before_it_is_started(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s" * 32)
    settings = NOWHERE.model_copy(update={"cube_secret_file": secret})

    async def story() -> None:
        (found,) = report_service(settings, published_entities(settings))
        assert (found.name, found.alive, found.fault) == ("reports", True, "")
        found.start()
        await found.stop()

    asyncio.run(story())
