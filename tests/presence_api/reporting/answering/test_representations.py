"""An answer in the form that its reader asks for; in all of them it says the same."""

import asyncio
import csv
import io
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamodel.model.freshness import Freshness
from presence_api.promises import ARROW, JSON
from presence_api.reporting.answering.representations import CSV, Representations, wanted
from presence_api.reporting.answering.served import Served, Use
from tests.fakes.clock import START
from tests.fakes.reports import kept

Column = dict[str, Any]
INT64 = st.integers(-(1 << 63), (1 << 63) - 1)
DECIMALS = st.decimals(-(10**30), 10**30, places=8).map(lambda one: f"{one:f}")
FLOATS = st.floats(-1e30, 1e30).filter(lambda one: one == 0 or abs(one) > 1e-25)
MOMENTS = st.datetimes(datetime(1000, 1, 1), datetime(9999, 1, 1)).map(  # noqa: DTZ001 - as Cube's
    lambda one: one.isoformat(timespec="milliseconds")
)
CELLS: Mapping[str, st.SearchStrategy[Any]] = {
    "string": st.text(),
    "boolean": st.booleans() | st.sampled_from(["true", "false"]),
    "time": MOMENTS,
    "number": DECIMALS | FLOATS | INT64 | FLOATS.map(str),
    "integer": INT64 | INT64.map(str),
    "masked": st.text() | INT64 | st.booleans(),
}
"""By what is said of a column, what Cube has in it."""


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


MEANING: Mapping[str, Callable[[str], Any]] = {
    "boolean": lambda text: {"true": True, "false": False}[text],
    "time": _moment,
    "number": Decimal,
    "integer": int,
}
"""What texts mean; all others mean themselves."""


@st.composite
def answers(draw: st.DrawFn) -> tuple[list[str], list[list[Any]]]:
    kinds = draw(st.lists(st.sampled_from([*CELLS]), min_size=1, max_size=5))
    row = st.tuples(*(st.none() | CELLS[kind] for kind in kinds))
    return kinds, [list(one) for one in draw(st.lists(row, max_size=8))]


def column(number: int, kind: str) -> Column:
    known = {"integer": "number", "masked": "number"}
    said = {"name": f"c{number}", "type": known.get(kind, kind), "drillable": False}
    return said | ({kind: True} if kind in known else {})


def served(kinds: list[str], rows: list[list[Any]]) -> Served:
    columns = [column(*one) for one in enumerate(kinds)]
    said = {"fingerprint": "f", "specVersion": "1", "columns": columns, "data": rows}
    body = msgspec.json.encode(said | {"truncated": False})
    return Served(kept(body), Freshness.READY, Use.HIT, START + timedelta(seconds=7))


def written(found: Served, media: str) -> bytes | str:
    return asyncio.run(Representations().of(found, media))


def meant(kind: str, value: Any) -> Any:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return None if value is None else MEANING.get(kind, str)(text)


@given(answers())
def test_every_form_says_the_same_values(answer: tuple[list[str], list[list[Any]]]) -> None:
    kinds, rows = answer
    found = served(kinds, rows)
    shown = msgspec.json.decode(written(found, JSON))["data"]
    expected = [[meant(*cell) for cell in zip(kinds, row, strict=True)] for row in shown]

    text = written(found, CSV)
    assert isinstance(text, str)
    header, *lines = csv.reader(io.StringIO(text, newline=""))
    assert header == [f"c{number}" for number in range(len(kinds))]
    assert lines == [["" if one is None else _csv(one) for one in row] for row in shown]
    assert [
        [meant(kind, one or None) for kind, one in zip(kinds, line, strict=True)] for line in lines
    ] == [[None if one == "" else one for one in row] for row in expected]

    with pa.ipc.open_stream(written(found, ARROW)) as stream:
        table = stream.read_all()
    assert [list(row.values()) for row in table.to_pylist()] == expected


def _csv(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("image/png", JSON),
        ("text/csv;q=0.9, application/json", CSV),
        (f"application/json, {ARROW}", JSON),
        (f"text/html, {ARROW}", ARROW),
    ],
)
def test_the_first_that_is_named_and_known_is_wanted(accept: str, media: str) -> None:
    assert wanted(accept) == media


def test_many_are_written_one_after_the_other() -> None:
    found = served(["number"], [["1.5"]])

    async def story() -> list[bytes | str]:
        forms = Representations()
        return await asyncio.gather(*(forms.of(found, media) for media in (ARROW, CSV, ARROW)))

    first, text, last = asyncio.run(story())
    assert (first, text) == (last, "c0\r\n1.5\r\n")
