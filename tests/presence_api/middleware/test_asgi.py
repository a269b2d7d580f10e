"""The words of ASGI."""

from presence_api.middleware.asgi import App, Receive, Scope, Send, adding, field
from tests.fakes.asgi import FakeApp, ask


def test_a_field_that_is_said_twice_says_nothing() -> None:
    scope = {"headers": [(b"a", b"1"), (b"b", b"2"), (b"b", b"3")]}
    assert [field(scope, name) for name in (b"a", b"b", b"c")] == [b"1", None, None]


def test_fields_come_after_those_of_the_answer() -> None:
    def with_more(app: App) -> App:
        async def asked(scope: Scope, receive: Receive, send: Send) -> None:
            await app(scope, receive, adding(send, ((b"vary", b"origin"),)))

        return asked

    answer = ask(with_more(FakeApp([(b"vary", b"accept")])))
    assert (answer.fields, answer.body) == ({"vary": "accept, origin"}, b"done")
