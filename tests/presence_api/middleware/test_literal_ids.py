"""Instance ids in paths."""

import asyncio
from typing import Any

import pytest
from litestar import Litestar, get
from litestar.params import FromPath
from litestar.testing import TestClient

from metamodel.kernel.ids import instance_id
from presence_api.middleware.literal_ids import LiteralIds


@get("/api/v1/entities/{entity:str}/{id:str}/lock", sync_to_thread=False)
def shown(entity: FromPath[str], id: FromPath[str]) -> list[str]:  # noqa: A002 - the path's name
    return [entity, id]


@get("/other/{name:str}", sync_to_thread=False)
def other(name: FromPath[str]) -> str:
    return name


def client() -> TestClient[Litestar]:
    app = Litestar([shown, other], logging_config=None)
    app.asgi_handler = LiteralIds(app.asgi_handler)  # type: ignore[assignment]
    return TestClient(app)


@pytest.mark.parametrize("parts", [("1",), ("a/b", "c"), ("x~y", "z"), ("50%", "?"), ("é", ".. #")])
def test_an_id_arrives_as_it_is_called_everywhere(parts: tuple[str, ...]) -> None:
    name = instance_id(parts)
    with client() as asked:
        assert asked.get(f"/api/v1/entities/order/{name}/lock?more=1").json() == ["order", name]


def test_every_other_path_is_read_as_usual() -> None:
    with client() as asked:
        assert asked.get("/other/a%20b").text == "a b"


def test_without_the_path_as_it_was_sent_nothing_is_guessed() -> None:
    seen: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        del receive, send
        seen.append(scope["path"])

    async def nothing(*_: Any) -> None:
        """Nobody speaks."""

    scope = {"type": "http", "path": "/api/v1/entities/order/1/lock"}
    asyncio.run(LiteralIds(app)(scope, nothing, nothing))
    assert seen == ["/api/v1/entities/order/1/lock"]
