"""An answer as CSV (RFC 4180): a header, then its rows."""

import csv
import io

from presence_api.reporting.answering.kept_body import KeptBody


def csv_text(body: bytes) -> str:
    """Of a kept body; what has no value is empty, a matrix is its rows."""
    found = KeptBody(body)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column["name"] for column in found.columns])
    writer.writerows(found.rows())
    return out.getvalue()
