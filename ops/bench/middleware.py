"""What goes before every request, in CPU: `python -m ops.bench.middleware`.

The same bare route with and without it, turn by turn in one process and without a server: each
request has an origin, a trace and a token, and its line is written as JSON.
"""

import asyncio
import logging
import os
import time
from collections.abc import Callable, MutableMapping
from statistics import median
from typing import Any, Final

from metamodel.kernel.clock import SystemClock
from presence_api.logs import OfRequest, formatter
from presence_api.middleware.asgi import BODY, START, App, Receive, Scope, Send
from presence_api.middleware.draining import Drain
from presence_api.middleware.every_request import every_request

REQUESTS: Final = 5_000
ROUNDS: Final = 9
GOAL_US: Final = 250.0
_ORIGIN: Final = "https://app.example"
_FIELDS: Final = (
    (b"host", b"api.example"),
    (b"accept", b"application/json"),
    (b"accept-encoding", b"gzip, deflate, br"),
    (b"authorization", b"Bearer " + b"t" * 400),
    (b"origin", _ORIGIN.encode()),
    (b"traceparent", b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
    (b"user-agent", b"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0"),
)


def bench_middleware() -> list[str]:
    """Lines to print."""
    whole = every_request(_bare, clock=SystemClock(), origins={_ORIGIN}, https=True, drain=Drain())
    with_us, bare_us = [], []
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - as a stream
        put_back = _written_to(logging.StreamHandler(nowhere))
        for _ in range(ROUNDS):
            with_us.append(asyncio.run(_spent_us(whole)))
            bare_us.append(asyncio.run(_spent_us(_bare)))
        put_back()
    more = median(with_us) - median(bare_us)
    verdict = "kept" if more <= GOAL_US else "MISSED"
    return [
        f"middleware, CPU a request, median of {ROUNDS} rounds of {REQUESTS:,}",
        f"  without {median(bare_us):6.1f} us   with {median(with_us):6.1f} us",
        f"  the stack {more:6.1f} us   (goal <= {GOAL_US:.0f} us: {verdict})",
    ]


def _written_to(handler: logging.Handler) -> Callable[[], None]:
    """Each line is made as the service makes it; call the result to undo that."""
    log = logging.getLogger("presence_api")
    handler.setFormatter(formatter(as_json=True))
    handler.addFilter(OfRequest())
    log.addHandler(handler)
    log.setLevel(logging.INFO)

    def put_back() -> None:
        log.removeHandler(handler)
        log.setLevel(logging.NOTSET)

    return put_back


async def _spent_us(app: App) -> float:
    begun_s = time.process_time()
    for _ in range(REQUESTS):
        path = "/api/v1/entities/order/1"
        scope = {
            "type": "http",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": list(_FIELDS),
        }
        await app(scope, _receive, _send)
    return 1e6 * (time.process_time() - begun_s) / REQUESTS


async def _bare(scope: Scope, receive: Receive, send: Send) -> None:
    del scope, receive
    fields = [(b"content-type", b"application/json"), (b"content-length", b"2")]
    await send({"type": START, "status": 200, "headers": fields})
    await send({"type": BODY, "body": b"{}"})


async def _receive() -> dict[str, Any]:
    return {"type": "http.request", "body": b"", "more_body": False}


async def _send(message: MutableMapping[str, Any]) -> None:
    del message


if __name__ == "__main__":
    print("\n".join(bench_middleware()))
