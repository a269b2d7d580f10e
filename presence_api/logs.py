"""What the service writes down: one JSON object a line, and no token in any of them.

`at`, `level`, `source` and `message`, and whatever else the event brings: `conn`, `tenant`, `user`,
`address`, `code`. What is written for a request has its `request_id` and `trace_id`.
"""

import logging
import sys
from typing import Final

from pythonjsonlogger.json import JsonFormatter

from presence_api.request_context import current_request

_NAMES: Final = {"asctime": "at", "levelname": "level", "name": "source"}
_TEXT: Final = "%(asctime)s %(levelname)s %(message)s"


def formatter(*, as_json: bool) -> logging.Formatter:
    """How a line looks; in words it is for people who watch, and has not all an event brings."""
    if not as_json:
        return logging.Formatter(_TEXT)
    fields = "%(asctime)s %(levelname)s %(name)s %(message)s"
    return JsonFormatter(fields, rename_fields=_NAMES, datefmt="%Y-%m-%dT%H:%M:%S%z")


class OfRequest(logging.Filter):
    """Lets everything through, and names the request that it is written for."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True."""
        request = current_request()
        if request is not None:
            record.request_id, record.trace_id = request.request_id, request.trace.trace_id
        return True


def write_logs(level: str, *, as_json: bool) -> None:
    """From now on everything of this process is written to its standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(as_json=as_json))
    handler.addFilter(OfRequest())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # Uvicorn tells of every WebSocket with its whole address, and of frames with their content.
    for chatty in ("uvicorn.error", "uvicorn.access", "websockets"):
        logging.getLogger(chatty).setLevel(max(logging.getLevelName(level), logging.INFO))
