"""What a published version changed and made stale, as the asset's page shows it."""

import json
from collections.abc import Iterator
from typing import Any

import dagster as dg

from metamodel.compat.change import Change
from metamodel.compat.consequences import Consequences
from orchestration.defs.tables import Row, table
from orchestration.flows.describe_changes import ChangeEvidence

LONGEST_VALUE = 80
Metadata = dict[str, dg.MetadataValue]


def change_metadata(evidence: ChangeEvidence) -> Metadata:
    """Counts, then a table each of changes, cubes and rollups; empty tables are left out."""
    found = evidence.consequences
    shown: Metadata = {
        "cubes_changed": dg.MetadataValue.int(len(found.added_cubes) + len(found.stale_cubes)),
        "rollups_rebuilt": dg.MetadataValue.int(len(found.rebuilt_rollups)),
        "rollups_kept": dg.MetadataValue.int(len(found.kept_rollups)),
        "rollups_dropped": dg.MetadataValue.int(len(found.dropped_rollups)),
        "cache": dg.MetadataValue.text(_cache(found)),
    }
    if evidence.changes is None:
        shown["changes"] = dg.MetadataValue.text(f"not known: {evidence.why_unknown}")
    else:
        shown["changes"] = dg.MetadataValue.int(len(evidence.changes))
    tables = {
        "changes_table": ([_change(item) for item in evidence.changes or ()], _CHANGE_COLUMNS),
        "cubes_table": (list(_cubes(found)), ("cube", "outcome")),
        "rollups_table": (list(_rollups(found)), ("rollup", "outcome")),
    }
    return shown | {name: table(rows, cols) for name, (rows, cols) in tables.items() if rows}


_CHANGE_COLUMNS = ("bump", "class", "kind", "place", "before", "after")


def _change(item: Change) -> Row:
    return {
        "bump": item.verdict.bump.name.lower(),
        "class": item.verdict.change_class.value,
        "kind": item.kind.value,
        "place": item.path,
        "before": _short(item.before),
        "after": _short(item.after),
    }


def _cubes(found: Consequences) -> Iterator[Row]:
    outcomes = (
        ("added", found.added_cubes),
        ("changed", found.changed_cubes),
        ("removed", found.removed_cubes),
    )
    for outcome, names in outcomes:
        yield from ({"cube": name, "outcome": outcome} for name in names)


def _rollups(found: Consequences) -> Iterator[Row]:
    outcomes = (
        ("rebuilt", found.rebuilt_rollups),
        ("dropped", found.dropped_rollups),
        ("kept", found.kept_rollups),
    )
    for outcome, names in outcomes:
        yield from ({"rollup": name, "outcome": outcome} for name in names)


def _cache(found: Consequences) -> str:
    """Which cached answers nobody finds any more."""
    if found.clears_cache:
        return "every answer: major or minor of the version changed"
    if not found.stale_cubes:
        return "no answer"
    return f"answers over {', '.join(found.stale_cubes)}"


def _short(value: Any) -> str:
    text = "" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
