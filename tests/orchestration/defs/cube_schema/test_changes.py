"""What a published version changed, as the asset's page shows it."""

from typing import Any

import pytest

from metamodel.compat.change import Bump, Change, ChangeClass, Kind, Verdict
from metamodel.compat.consequences import Consequences
from orchestration.defs.cube_schema.changes import LONGEST_VALUE, change_metadata
from orchestration.flows.describe_changes import NOTHING_CHANGED, ChangeEvidence

VERDICT = Verdict(ChangeClass.BREAKING, Bump.MAJOR, frozenset())


def shown(evidence: ChangeEvidence) -> dict[str, Any]:
    return {name: item.value for name, item in change_metadata(evidence).items()}


def rows(evidence: ChangeEvidence, name: str) -> list[dict[str, Any]]:
    table: Any = change_metadata(evidence)[name]
    return [dict(record.data) for record in table.records]


def test_nothing_changed_is_counts_without_tables() -> None:
    assert shown(NOTHING_CHANGED) == {
        "changes": 0,
        "cubes_changed": 0,
        "rollups_rebuilt": 0,
        "rollups_kept": 0,
        "rollups_dropped": 0,
        "cache": "no answer",
    }


def test_a_change_is_a_row_with_its_weight_and_both_values() -> None:
    change = Change(Kind.CHANGED, "entities/a/name", VERDICT, "a", ["b"] * 100)

    (row,) = rows(ChangeEvidence(Consequences(), (change,)), "changes_table")

    assert (row["bump"], row["class"], row["kind"]) == ("major", "BREAKING", "changed")
    assert (row["place"], row["before"]) == ("entities/a/name", '"a"')
    assert len(row["after"]) == LONGEST_VALUE + 1


def test_cubes_and_rollups_are_listed_by_what_becomes_of_them() -> None:
    found = Consequences(
        added_cubes=("a",),
        changed_cubes=("b",),
        removed_cubes=("c",),
        rebuilt_rollups=("b.x",),
        kept_rollups=("b.y",),
        dropped_rollups=("c.z",),
    )
    evidence = ChangeEvidence(found, ())

    assert [tuple(row.values()) for row in rows(evidence, "cubes_table")] == [
        ("a", "added"),
        ("b", "changed"),
        ("c", "removed"),
    ]
    assert [tuple(row.values()) for row in rows(evidence, "rollups_table")] == [
        ("b.x", "rebuilt"),
        ("c.z", "dropped"),
        ("b.y", "kept"),
    ]


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Consequences(changed_cubes=("a",), removed_cubes=("b",)), "answers over a, b"),
        (Consequences(added_cubes=("a",)), "no answer"),
        (Consequences(clears_cache=True), "every answer: major or minor of the version changed"),
    ],
)
def test_what_becomes_of_cached_answers_is_said_in_words(found: Consequences, words: str) -> None:
    assert shown(ChangeEvidence(found, ()))["cache"] == words


def test_changes_that_are_not_known_are_not_called_none() -> None:
    assert shown(ChangeEvidence(Consequences(), None, "why"))["changes"] == "not known: why"
