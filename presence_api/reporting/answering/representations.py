"""An answer in the form that its reader asks for: JSON, CSV, or a stream of Arrow."""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from presence_api.promises import ARROW, JSON
from presence_api.reporting.answering.csv_text import csv_text
from presence_api.reporting.answering.served import Served
from presence_api.threads import elsewhere

CSV: Final = "text/csv"
MEDIA: Final = (JSON, CSV, ARROW)


def wanted(accept: str) -> str:
    """What `Accept` names first of what there is; JSON if it names none."""
    named = (one.partition(";")[0].strip() for one in accept.split(","))
    return next((one for one in named if one in MEDIA), JSON)


class Representations:
    """JSON is there at once; the rest is written off the event loop, one answer at a time.

    For it takes many times the memory of what is kept.
    """

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def of(self, served: Served, media: str) -> bytes | str:
        """As one of MEDIA. Raises ValueUnfit."""
        write = _WRITERS.get(media)
        if write is None:
            return served.json()
        async with self._turn:
            return await elsewhere(partial(write, served))


def _csv(served: Served) -> str:
    return csv_text(served.report.body)


def _arrow(served: Served) -> bytes:
    from presence_api.reporting.answering.arrow_stream import (  # noqa: PLC0415 - loads 40 MB
        arrow_stream,
    )

    return arrow_stream(served)


_WRITERS: Final[Mapping[str, Callable[[Served], bytes | str]]] = {CSV: _csv, ARROW: _arrow}
