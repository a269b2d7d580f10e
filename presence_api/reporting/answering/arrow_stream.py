"""An answer as a stream of Apache Arrow's IPC format: a schema, then its rows in batches.

Types are those that the columns say, never what their values look like: moments are timestamps of
milliseconds in UTC, whole numbers have 64 bits, other numbers are decimals with every digit that
the column has, and what a mask shows is text. Under the key `rampart` the schema has what JSON says
beside the rows, and each field what JSON says of its column.
"""

from collections.abc import Sequence

import msgspec
import pyarrow as pa

from presence_api.reporting.answering.arrow_column import KEY, POOL, ArrowColumn
from presence_api.reporting.answering.kept_body import KeptBody
from presence_api.reporting.answering.served import Served


def arrow_stream(served: Served) -> bytes:
    """Its rows; a matrix is its rows. Raises ValueUnfit."""
    kept = KeptBody(served.report.body)
    columns = [ArrowColumn(said) for said in kept.columns]
    _measure(columns, kept)
    said = msgspec.json.encode({**kept.said, "meta": served.meta})
    schema = pa.schema([one.field for one in columns], metadata={KEY: said})
    sink = pa.BufferOutputStream(POOL)
    with pa.ipc.new_stream(sink, schema) as writer:
        for block in kept.blocks():
            arrays = [one.array(texts) for one, texts in zip(columns, block, strict=True)]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
    return bytes(sink.getvalue())


def _measure(columns: Sequence[ArrowColumn], kept: KeptBody) -> None:
    """A schema comes before all rows, so that they are read twice and never held together."""
    if not any(one.is_decimal for one in columns):
        return
    for block in kept.blocks():
        for column, texts in zip(columns, block, strict=True):
            if column.is_decimal:
                column.measure(texts)
