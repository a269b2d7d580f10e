"""Decisions about dead letters."""

from orchestration.ports.dispositions import Fate, Slot


def test_fates_are_words_that_a_table_may_keep() -> None:
    assert {fate.value for fate in Fate} == {"REPLAYING", "REPLAYED", "DISCARDED"}


def test_slots_of_one_place_are_equal() -> None:
    assert {Slot(0, 1): "a"}[Slot(0, 1)] == "a"
