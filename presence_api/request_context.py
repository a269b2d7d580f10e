"""Which request is being worked on: its log lines, problems and outgoing calls can say so."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trace:
    """Our place in a trace (W3C Trace Context): whatever we call is a child of `span_id`."""

    trace_id: str
    span_id: str
    flags: str = "00"
    state: str = ""

    def fields(self) -> Mapping[str, str]:
        """What an outgoing call says of it."""
        parent = {"traceparent": f"00-{self.trace_id}-{self.span_id}-{self.flags}"}
        return parent | ({"tracestate": self.state} if self.state else {})


@dataclass(frozen=True, slots=True)
class RequestContext:
    """One request: what everybody calls it, and the trace it belongs to."""

    request_id: str
    trace: Trace


_CURRENT: ContextVar[RequestContext | None] = ContextVar("rampart_request", default=None)


def current_request() -> RequestContext | None:
    """The request that this code runs for; None: it runs for none."""
    return _CURRENT.get()


def trace_fields() -> Mapping[str, str]:
    """What a call or an event made for the current request says of its trace; {} outside of one."""
    request = current_request()
    return {} if request is None else request.trace.fields()


@contextmanager
def working_on(request: RequestContext) -> Iterator[None]:
    """What is done in here, and in threads and tasks begun in here, is done for that request."""
    token = _CURRENT.set(request)
    try:
        yield
    finally:
        _CURRENT.reset(token)
