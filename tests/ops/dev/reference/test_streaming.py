"""The page of the declaration."""

import pytest
from pydantic import BaseModel

from ops.dev.reference.streaming import _PARTS, pages


def test_a_topic_shows_owners_sizes_and_times() -> None:
    text = pages()["streaming.md"]

    row = next(line for line in text.splitlines() if line.startswith("| `core.reporting.preagg.re"))
    assert "`outbox_relay`, `operator`, `schedule` | `preagg_sensor` | 3 | 3 | 6 x 3 |" in row
    assert row.endswith("| delete | 3d |")


def test_companions_are_topics_too() -> None:
    assert "| `core.reporting.preagg.refresh.v1.dlq` |" in pages()["streaming.md"]


def test_the_matrix_has_a_letter_for_every_grant() -> None:
    lines = pages()["streaming.md"].splitlines()

    users = next(line for line in lines if line.startswith("| Resource |")).split(" | ")
    matrix = [
        line.split(" | ")
        for line in lines[lines.index("## Who may do what") :]
        if line.startswith("| `core.reporting.preagg.refresh.v1` ")
    ]
    assert dict(zip(users, matrix[0], strict=True))["`orchestration`"] == "RWd"
    assert any("| `group rampart.*` | R |" in line for line in lines)


@pytest.mark.parametrize("part", _PARTS)
def test_every_key_of_the_grammar_has_a_meaning(part: type[BaseModel]) -> None:
    assert all(info.description for info in part.model_fields.values())
