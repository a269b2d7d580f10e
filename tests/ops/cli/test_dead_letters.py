"""Letters at the command line."""

from datetime import UTC, datetime

import click
import pytest

from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from ops.cli._dead_letters import Moment, selection_of, whole
from orchestration.flows.dead_letters import Selection, Standing, find_letters
from tests.fakes.letter_boxes import FakeLetters


def test_options_become_a_selection() -> None:
    assert selection_of() == Selection(standing=None)
    found = selection_of(topics=("t",), places=("t.dlq/0/1",), standing="replayed", key="k")
    assert found.topics == frozenset({"t"})
    assert (found.key, found.standing) == ("k", Standing.REPLAYED)
    assert [str(place) for place in found.places] == ["t.dlq/0/1"]


def test_a_moment_needs_its_zone() -> None:
    moment = datetime(2026, 1, 31, 12, tzinfo=UTC)
    assert Moment().convert("2026-01-31T12:00Z", None, None) == moment
    assert Moment().convert(moment, None, None) == moment
    with pytest.raises(click.BadParameter, match="zone"):
        Moment().convert("2026-01-31T12:00", None, None)


def test_a_letter_that_kept_only_its_place_is_shown_without_an_event() -> None:
    letters = FakeLetters(PreaggRefresh)
    letters.source.append(None, headers=(("dlq.source", b"t/0/1"), ("dlq.left_out", b"value")))
    (letter,) = find_letters(letters.tools.boxes, Selection())
    shown = whole(letter, letters.tools)
    assert (shown["bytes"], shown["begins"], shown["left_out"]) == (None, None, "value")
    assert (shown["event"], shown["group"], shown["attempts"]) == (None, None, None)


def test_days_and_ids_of_an_event_are_texts() -> None:
    letters = FakeLetters(PreaggRefresh)
    letters.bury()
    (letter,) = find_letters(letters.tools.boxes, Selection())
    event = whole(letter, letters.tools)["event"]
    assert {type(event[name]) for name in ("event_id", "occurred_at")} == {str}
