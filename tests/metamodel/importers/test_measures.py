from typing import Any

import pytest

from metamodel.importers.catalogue import Column, DeclaredMeasure
from tests.metamodel.importers.sources import column, drafted, table


def measures(*declared: DeclaredMeasure, columns: tuple[Column | str, ...] = ("amount",)) -> Any:
    draft = drafted(table("order", *columns, measures=declared))
    return draft.document["entities"][0]["measures"], draft.report.undecided


def test_every_entity_counts_its_rows() -> None:
    assert measures()[0] == [{"name": "count", "type": "count"}]


def test_a_column_called_count_keeps_its_name() -> None:
    assert measures(columns=("count",))[0] == [{"name": "row_count", "type": "count"}]


@pytest.mark.parametrize(
    ("aggregation", "expression", "expected"),
    [
        ("sum", "amount", {"type": "sum", "expression": "{amount}"}),
        ("average", "amount", {"type": "avg", "expression": "{amount}"}),
        ("count_distinct", "id", {"type": "count_distinct", "expression": "{id}"}),
        ("sum", "1", {"type": "count"}),
        ("count", "1", {"type": "count"}),
        ("count", "amount", {"type": "count", "expression": "{amount}"}),
        (
            "sum_boolean",
            "amount > 10",
            {"type": "sum", "expression": "CASE WHEN {amount} > 10 THEN 1 ELSE 0 END"},
        ),
    ],
)
def test_declared_measures(aggregation: str, expression: str, expected: dict[str, str]) -> None:
    (_, made), undecided = measures(DeclaredMeasure("big", aggregation, expression))
    assert made == {"name": "big", **expected}
    assert undecided == ()


def test_without_an_expression_the_column_of_its_name_is_meant() -> None:
    (_, made), _ = measures(DeclaredMeasure("amount", "sum", None))
    assert made == {"name": "amount_sum", "type": "sum", "expression": "{amount}"}


@pytest.mark.parametrize(
    ("aggregation", "expression", "reason"),
    [("percentile", "amount", "no aggregation `percentile`"), ("sum", "other.x", "names more")],
)
def test_what_the_metamodel_cannot_say_is_told(
    aggregation: str, expression: str, reason: str
) -> None:
    made, (item,) = measures(DeclaredMeasure("big", aggregation, expression))
    assert len(made) == 1
    assert item.place == "public.order.big"
    assert reason in item.reason


def test_titles_and_descriptions_come_along() -> None:
    declared = DeclaredMeasure("big", "sum", "amount", "Turnover", "Without tax.")
    (_, made), _ = measures(declared, columns=(column("amount", "numeric"),))
    assert (made["title"], made["description"]) == ("Turnover", "Without tax.")
