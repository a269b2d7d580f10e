"""Which request is being worked on."""

import asyncio

from presence_api.request_context import (
    RequestContext,
    Trace,
    current_request,
    trace_fields,
    working_on,
)

TRACE = Trace("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", "01", "a=1")


def test_it_is_known_in_threads_and_tasks_too_and_not_afterwards() -> None:
    async def work() -> list[RequestContext | None]:
        with working_on(request):
            return [
                await asyncio.to_thread(current_request),
                await asyncio.create_task(asyncio.to_thread(current_request)),
            ]

    request = RequestContext("request-1", TRACE)
    assert asyncio.run(work()) == [request, request]
    assert current_request() is None


def test_outgoing_calls_are_children_of_our_span() -> None:
    said = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    assert TRACE.fields() == {"traceparent": said, "tracestate": "a=1"}
    assert "tracestate" not in Trace("a" * 32, "b" * 16).fields()


def test_what_is_made_for_no_request_is_in_no_trace() -> None:
    with working_on(RequestContext("request-1", TRACE)):
        assert trace_fields() == TRACE.fields()
    assert trace_fields() == {}
