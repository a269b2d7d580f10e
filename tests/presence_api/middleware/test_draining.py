"""A process that ends soon."""

from presence_api.middleware.draining import Drain, Draining
from tests.fakes.asgi import FakeApp, ask


def test_from_then_on_an_answer_ends_its_connection() -> None:
    drain = Drain()
    app = Draining(FakeApp(), drain)
    assert "connection" not in ask(app).fields
    drain.begun = True
    assert ask(app).fields["connection"] == "close"
    assert ask(app, kind="websocket").fields == {}


def test_from_then_on_it_is_not_ready_and_lives() -> None:
    drain = Drain()
    assert (drain.fault, drain.alive) == ("", True)
    drain.begun = True
    assert (drain.fault, drain.alive) == ("draining", True)
