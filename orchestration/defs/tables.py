"""Tables in metadata: a row a thing, cut where a page would no longer be readable."""

from collections.abc import Iterable, Mapping, Sequence

import dagster as dg

from metamodel.model.finding import Finding

MOST_ROWS = 50
Cell = str | int | float | bool | None
Row = Mapping[str, Cell]


def table(rows: Iterable[Row], columns: Sequence[str]) -> dg.MetadataValue:
    """The first rows as a table; its columns stand there even when it is empty."""
    records = [dg.TableRecord(dict(row)) for row in rows][:MOST_ROWS]
    types = {
        name: "int" if records and isinstance(records[0].data[name], int) else "string"
        for name in columns
    }
    schema = dg.TableSchema([dg.TableColumn(name, kind) for name, kind in types.items()])
    return dg.MetadataValue.table(records, schema)


FINDING_COLUMNS = (*("rule", "severity", "file", "line", "column", "pointer", "message", "cure"),)


def findings_table(findings: Sequence[Finding]) -> dg.MetadataValue:
    """Each finding with its place and its cure."""
    return table(
        (
            {
                "rule": item.code,
                "severity": item.severity.value,
                "file": item.path,
                "line": item.line,
                "column": item.column,
                "pointer": item.pointer,
                "message": item.message,
                "cure": item.cure,
            }
            for item in findings
        ),
        FINDING_COLUMNS,
    )
