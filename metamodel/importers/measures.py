"""Measures that need no suggestion: the count of rows, and what the source declares."""

from collections.abc import Callable, Mapping
from typing import Any

from metamodel.importers.candidates import Drafted
from metamodel.importers.catalogue import DeclaredMeasure, Table
from metamodel.importers.identifiers import snake_case
from metamodel.importers.report import Undecided
from metamodel.importers.sql_columns import over_attributes

_TYPES: Mapping[str, str] = {
    "sum": "sum",
    "sum_boolean": "sum",
    "count": "count",
    "count_distinct": "count_distinct",
    "average": "avg",
    "avg": "avg",
    "min": "min",
    "max": "max",
}
_CURE = "Write it as a measure of the entity."


def draft_measures(
    table: Table, drafted: tuple[Drafted, ...], member_name: Callable[..., str]
) -> tuple[list[dict[str, Any]], list[Undecided]]:
    """The measures of a table's entity, and what keeps others out."""
    measures: list[dict[str, Any]] = [{"name": member_name("count", "row_count"), "type": "count"}]
    undecided: list[Undecided] = []
    attributes = {item.column.name: item.attribute for item in drafted}
    for item in table.measures:
        place = f"{table.place}.{item.name}"
        kind = _TYPES.get(item.aggregation)
        expression = over_attributes(item.expression or item.name, attributes)
        if kind is None:
            reason = f"the metamodel has no aggregation `{item.aggregation}`"
            undecided.append(Undecided(place, f"{reason}; the measure is left out", _CURE))
        elif expression is None:
            reason = f"`{item.expression or item.name}` names more than columns of {table.place}"
            undecided.append(Undecided(place, f"{reason}; the measure is left out", _CURE))
        else:
            measures.append(_measure(item, member_name, kind, expression))
    return measures, undecided


def _measure(
    item: DeclaredMeasure, member_name: Callable[..., str], kind: str, expression: str
) -> dict[str, Any]:
    wanted = snake_case(item.name) or "measure"
    if item.aggregation == "sum_boolean":
        expression = f"CASE WHEN {expression} THEN 1 ELSE 0 END"
    # A sum of ones counts rows; as a count Cube keeps it right across joins.
    ones = kind == "sum" and expression == "1"
    measure: dict[str, Any] = {
        "name": member_name(wanted, f"{wanted}_{kind}"),
        "type": "count" if ones or (expression == "1" and kind == "count") else kind,
    }
    if not (expression == "1" and measure["type"] == "count"):
        measure["expression"] = expression
    texts = {"title": item.title, "description": item.description}
    return measure | {key: text for key, text in texts.items() if text}
