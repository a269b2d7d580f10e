"""Tables in metadata."""

from typing import Any

from metamodel.model.finding import Finding, Severity
from orchestration.defs.tables import FINDING_COLUMNS, MOST_ROWS, findings_table, table

FINDING = Finding("TIM001", Severity.ERROR, "/a", "no time", "Add one.", 3, 5, "shop.json")


def test_a_finding_is_a_row_with_its_place_and_its_cure() -> None:
    found: Any = findings_table([FINDING])

    (row,) = (dict(record.data) for record in found.records)
    assert row == {
        "rule": "TIM001",
        "severity": "error",
        "file": "shop.json",
        "line": 3,
        "column": 5,
        "pointer": "/a",
        "message": "no time",
        "cure": "Add one.",
    }
    kinds = {column.name: column.type for column in found.schema.columns}
    assert list(kinds) == list(FINDING_COLUMNS)
    assert (kinds["line"], kinds["message"]) == ("int", "string")


def test_a_table_stays_readable_however_much_is_wrong() -> None:
    found: Any = findings_table([FINDING] * 200)

    assert len(found.records) == MOST_ROWS


def test_an_empty_table_has_its_columns() -> None:
    found: Any = table([], ("a", "b"))

    assert [column.name for column in found.schema.columns] == ["a", "b"]
