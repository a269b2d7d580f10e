"""Reports as the service puts them together."""

import asyncio

from pydantic import SecretStr

from presence_api.live_service import published_entities
from presence_api.report_service import report_service
from presence_api.settings import Settings

NOWHERE = Settings(
    database_url=SecretStr("postgresql://rampart@127.0.0.1:1/none"),
    redis_url=SecretStr("redis://127.0.0.1:1"),
    cube_url="http://127.0.0.1:1",
)


def test_without_a_key_for_cube_there_are_no_reports() -> None:
    assert report_service(NOWHERE, published_entities(NOWHERE)) == ()


def test_nothing_is_opened_before_it_is_started() -> None:
    settings = NOWHERE.model_copy(update={"cube_api_secret": SecretStr("s" * 32)})

    async def story() -> None:
        (found,) = report_service(settings, published_entities(settings))
        assert (found.name, found.alive, found.fault) == ("reports", True, "")
        found.start()
        await found.stop()

    asyncio.run(story())
