"""Rows of answers as a matrix."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presence_api.reporting.compiler.compiled import Column, PivotShape
from presence_api.reporting.compiler.pivot import PivotTooWide, matrix
from presence_api.reporting.dsl.member import Kind
from presence_api.reporting.dsl.request import Total

SHAPE = PivotShape(
    rows=(Column("flag", "l.flag", Kind.TEXT),),
    columns=(Column("size", "p.size", Kind.NUMBER),),
    measures=(Column("n", "l.count", Kind.NUMBER), Column("avg", "l.avg", Kind.NUMBER)),
    descending=(False,),
    max_columns=3,
)


def row(flag: Any, size: Any, count: Any, mean: Any = "0") -> dict[str, Any]:
    return {"l.flag": flag, "p.size": size, "l.count": count, "l.avg": mean}


ROWS = [row("R", "10", 1, "2.5"), row("A", "9", 2), row("A", None, 3)]


def test_rows_keep_their_order_and_columns_go_by_value() -> None:
    found = matrix(SHAPE, ROWS, {})

    assert found.rows == (("R",), ("A",))
    assert found.columns == (("9",), ("10",), (None,))
    assert found.cells == (
        ((None, None), (1, "2.5"), (None, None)),
        ((2, "0"), (None, None), (3, "0")),
    )
    assert (found.row_totals, found.column_totals, found.grand_total) == (None, None, None)


def test_columns_can_go_the_other_way_and_gaps_be_filled() -> None:
    found = matrix(replace(SHAPE, descending=(True,), fill=0), ROWS, {})

    assert found.columns == ((None,), ("10",), ("9",))
    assert found.cells[0] == ((0, 0), (1, "2.5"), (0, 0))


def test_totals_are_those_of_the_answers() -> None:
    totals = {
        Total.ROWS: [{"l.flag": "A", "l.count": 5, "l.avg": "7"}],
        Total.COLUMNS: [{"p.size": "9", "l.count": 2, "l.avg": "1"}],
        Total.GRAND: [{"l.count": 6, "l.avg": "3"}],
    }
    found = matrix(SHAPE, ROWS, totals)

    assert found.row_totals == ((None, None), (5, "7"))
    assert found.column_totals == ((2, "1"), (None, None), (None, None))
    assert found.grand_total == (6, "3")
    assert matrix(SHAPE, [], {Total.GRAND: []}).grand_total == (None, None)


def test_too_many_columns_are_refused() -> None:
    rows = [row("A", size, 1) for size in range(4)]

    with pytest.raises(PivotTooWide, match="4 columns go across; 3 are allowed") as refused:
        matrix(SHAPE, rows, {})
    assert refused.value.columns == 4


def test_masks_among_numbers_come_after_them() -> None:
    rows = [row("A", size, 1) for size in ("***", "1e2", "-3")]

    assert matrix(SHAPE, rows, {}).columns == (("-3",), ("1e2",), ("***",))


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("AB"), st.none() | st.integers(0, 2)), st.integers(), max_size=8
    )
)
def test_every_answer_has_its_cell_and_no_other_cell_has_one(cells: dict[Any, int]) -> None:
    rows = [row(flag, size, count, count) for (flag, size), count in cells.items()]
    found = matrix(replace(SHAPE, max_columns=9), rows, {})
    filled = {
        (down[0], across[0]): values[0]
        for down, line in zip(found.rows, found.cells, strict=True)
        for across, values in zip(found.columns, line, strict=True)
        if values != (None, None)
    }

    assert filled == cells
