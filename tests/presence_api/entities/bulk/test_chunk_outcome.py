"""What became of rows that were not changed."""

from presence_api.entities.bulk.chunk_outcome import ChunkOutcome
from presence_api.entities.catalogue.view import EntityForbidden
from presence_api.ports.bulk_jobs import Counts, ListedRow

ROWS = [ListedRow(number, "acme", f"id{number}", 4) for number in range(1, 7)]


def test_conflicts_are_skipped_and_all_else_has_failed() -> None:
    outcome = ChunkOutcome()
    outcome.refused(ROWS[4], "too long")
    outcome.held(ROWS[1], "Ben")
    outcome.changing(ROWS[0])
    outcome.changed(ROWS[2], 5)
    outcome.gone(ROWS[3])
    outcome.forbidden(ROWS[5], EntityForbidden("gadget"))
    assert (outcome.conflicts, outcome.counts(7)) == (3, Counts(7, 3, 3))
    assert [(one.number, one.id, one.code, one.detail) for one in outcome.errors] == [
        (1, "id1", "ENT-023", "another operation changes it"),
        (2, "id2", "ENT-024", "Ben holds it"),
        (3, "id3", "ENT-022", "version 4 was meant, it has 5"),
        (4, "id4", "ENT-007", "it is not there any more, or not for you"),
        (5, "id5", "ENT-025", "too long"),
        (6, "id6", "ENT-006", "gadget"),
    ]
