"""A report's column as one of Arrow's."""

from typing import Any

import msgspec
import pyarrow as pa
import pytest

from presence_api.reporting.answering.arrow_column import KEY, ArrowColumn
from presence_api.reporting.answering.typed_values import Texts, ValueUnfit

MANY = "9" * 30


def made(texts: Texts, kind: str, **more: Any) -> pa.Array:
    column = ArrowColumn({"name": "a", "type": kind, **more})
    if column.is_decimal:
        column.measure(texts)
    found = column.array(texts)
    assert found.type == column.field.type
    return found


@pytest.mark.parametrize(
    ("said", "text", "kind"),
    [
        ({"type": "string"}, "1", pa.string()),
        ({"type": "boolean"}, "true", pa.bool_()),
        ({"type": "time"}, "2026-01-01T00:00:00.000", pa.timestamp("ms", tz="UTC")),
        ({"type": "number", "integer": True}, "1", pa.int64()),
        ({"type": "number"}, "1", pa.decimal128(38, 0)),
        ({"type": "number"}, "1.50", pa.decimal128(38, 2)),
        ({"type": "number"}, f"{MANY}.{MANY}", pa.decimal256(76, 30)),
        ({"type": "number", "integer": True, "masked": True}, "***", pa.string()),
        ({"type": "time", "masked": True}, "***", pa.string()),
        ({"type": "other"}, "x", pa.string()),
    ],
)
def test_its_type_is_what_is_said_of_it(said: dict[str, Any], text: str, kind: Any) -> None:
    found = made([text, None], said.pop("type"), **said)
    assert (found.type, found.null_count) == (kind, 1)


def test_its_field_has_what_json_says() -> None:
    said = {"name": "total", "type": "string", "format": "currency", "currency": "EUR"}
    field = ArrowColumn(said).field
    assert (field.name, field.nullable) == ("total", True)
    assert msgspec.json.decode(field.metadata[KEY.encode()]) == said


def test_its_decimals_are_as_wide_as_all_of_them_need() -> None:
    column = ArrowColumn({"name": "a", "type": "number"})
    for text in ("0.1234567890", MANY, "1.5"):
        column.measure([text])
    assert column.field.type == pa.decimal256(76, 10)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *(("number", text) for text in ("many", "NaN", f"{MANY}{MANY}.{MANY}", "1e76", "1e-77")),
        *(("number", text) for text in ("1e4000000", "1e-4000000")),
        ("time", "Invalid date"),
        ("boolean", "yes"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(kind: str, text: str) -> None:
    with pytest.raises(ValueUnfit, match=f"`a` has a value that does not fit the type `{kind}`"):
        made([text], kind)
    with pytest.raises(ValueUnfit, match="the type `integer`"):
        made([text], "number", integer=True)
