"""An answer as CSV (RFC 4180): a header, then its rows."""

import csv
import io
from typing import Any

import msgspec


def csv_text(body: bytes) -> str:
    """Of a kept body; what has no value is empty, a matrix is its rows."""
    found: dict[str, Any] = msgspec.json.decode(body)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column["name"] for column in found["columns"]])
    writer.writerows([_cell(value) for value in row] for row in found["data"])
    return out.getvalue()


def _cell(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value
