"""An answer as a stream of Arrow."""

from datetime import timedelta
from typing import Any

import msgspec
import pyarrow as pa
import pytest

from metamodel.model.freshness import Freshness
from presence_api.reporting.answering.arrow_stream import arrow_stream
from presence_api.reporting.answering.kept_body import AT_ONCE
from presence_api.reporting.answering.served import Served, Use
from presence_api.reporting.answering.typed_values import ValueUnfit
from tests.fakes.clock import START
from tests.fakes.reports import kept

PRICE = {"name": "price", "type": "number", "drillable": False}


def served(*rows: list[Any], **more: Any) -> Served:
    said = {"fingerprint": "f", "specVersion": "1.0.0", "columns": [PRICE], "data": rows}
    body = msgspec.json.encode(said | {"truncated": True} | more)
    return Served(kept(body), Freshness.STALE, Use.HIT, START + timedelta(seconds=7))


def read(found: Served) -> pa.Table:
    with pa.ipc.open_stream(arrow_stream(found)) as stream:
        return stream.read_all()


def test_its_schema_has_what_json_says_beside_the_rows() -> None:
    found = served(["1.50"], prior=[["2"]], pivot={"cells": []}, total=9)
    said = msgspec.json.decode(read(found).schema.metadata[b"rampart"])
    known = msgspec.json.decode(found.json())
    assert said == {
        name: known[name] for name in ("fingerprint", "specVersion", "truncated", "total", "meta")
    }
    assert said["meta"]["freshness"] == "STALE"


def test_without_rows_it_is_a_schema() -> None:
    found = read(served())
    assert (found.num_rows, found.schema.names) == (0, ["price"])
    assert found.schema.field("price").type == pa.decimal128(38, 0)


def test_many_rows_come_in_batches_of_one_type() -> None:
    rows = [["1"] for _ in range(AT_ONCE)]
    found = read(served(*rows, ["0.25"], [None]))
    assert found.schema.field("price").type == pa.decimal128(38, 2)
    assert [len(batch) for batch in found.to_batches()] == [AT_ONCE, 2]
    assert [str(one) for one in found["price"][-3:].to_pylist()] == ["1.00", "0.25", "None"]


def test_one_value_that_does_not_fit_is_enough() -> None:
    rows = [["1"] for _ in range(AT_ONCE)]
    with pytest.raises(ValueUnfit):
        arrow_stream(served(*rows, ["many"]))
