"""An answer as CSV."""

import msgspec

from presence_api.reporting.answering.csv_text import csv_text


def test_a_header_then_rows_with_what_is_awkward_quoted() -> None:
    rows = [['F, "x"\n', "1.50", None], [True, 2, "é"]]
    said = {"columns": [{"name": name} for name in ("status", "order.count", "c")], "data": rows}
    assert csv_text(msgspec.json.encode(said)) == (
        'status,order.count,c\r\n"F, ""x""\n",1.50,\r\ntrue,2,é\r\n'
    )
