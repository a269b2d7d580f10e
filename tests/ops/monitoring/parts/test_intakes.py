"""Intakes as metrics."""

from ops.monitoring.parts.intakes import Intakes
from tests.fakes.sources import FakeSources
from tests.ops.monitoring.shown import shown


def test_what_was_taken_in_dead_and_lost_is_counted() -> None:
    seen = shown(Intakes(FakeSources().made))

    assert seen["preagg_events_total"] == 7
    assert seen["preagg_dead_letters_total"] == 2
    assert seen["preagg_offsets_lost_total"] == 0
    assert seen["preagg_open_losses"] == 0
