"""Every row of what a report may show."""

from datetime import timedelta

import pytest

from metamodel.model.freshness import Freshness
from presence_api.ports.ledger_reading import LedgerReading, PartitionReading
from presence_api.ports.report_cache import CachedReport
from presence_api.reporting.guarding.serving import (
    AskCube,
    Asked,
    AskSource,
    Keeping,
    ReadLedger,
    Refuse,
    Show,
    ShowCached,
    after_call,
    after_failure,
    before_call,
    epochs_of,
    kept_report,
    together,
    up_to_date,
)
from tests.fakes.clock import START
from tests.fakes.ledger_readings import (
    APRIL,
    BUILDING,
    BUILT,
    DIRTY,
    FEBRUARY,
    FIRST_BUILD,
    JANUARY,
    UNBUILT,
    reading,
    rollup,
)
from tests.fakes.reports import ROLLUP, kept

OTHER = "orders.by_day"
REBUILT = PartitionReading(8)
AT_7, AT_8 = kept(epoch=7), kept(epoch=8)
SOURCE_7 = kept(epoch=7, from_source=True, life_s=5)
WHOLE, IN_JANUARY = Asked(), Asked({ROLLUP: (JANUARY,)})
HEARD = Asked(least={ROLLUP: 8})
LATER = START + timedelta(seconds=4)


def months(*states: PartitionReading, rows_outside: bool = False) -> LedgerReading:
    return reading(rollup(ROLLUP, states, rows_outside=rows_outside))


ALL_BUILT = months(BUILT, BUILT, BUILT)

BEFORE = {
    "no ledger, nothing kept": (None, None, WHOLE, Refuse()),
    "no ledger": (None, AT_7, WHOLE, ShowCached(AT_7, Freshness.UNKNOWN)),
    "no ledger, heard of a build": (None, AT_7, HEARD, ShowCached(AT_7, Freshness.UNKNOWN)),
    "nothing kept": (ALL_BUILT, None, WHOLE, AskCube()),
    "nothing kept, nothing built": (months(UNBUILT), None, WHOLE, AskCube()),
    "kept and ready": (ALL_BUILT, AT_7, WHOLE, ShowCached(AT_7, Freshness.READY)),
    "kept and being built": (
        months(BUILT, BUILDING, BUILT),
        AT_7,
        WHOLE,
        ShowCached(AT_7, Freshness.BUILDING),
    ),
    "kept and dirty": (
        months(BUILT, DIRTY, BUILT),
        AT_7,
        WHOLE,
        ShowCached(AT_7, Freshness.STALE),
    ),
    "kept and dirty, but not in these days": (
        months(BUILT, DIRTY, BUILDING),
        AT_7,
        IN_JANUARY,
        ShowCached(AT_7, Freshness.READY),
    ),
    "kept, and a table is gone since": (
        months(BUILT, UNBUILT, BUILT),
        AT_7,
        WHOLE,
        ShowCached(AT_7, Freshness.STALE),
    ),
    "kept, and built since": (months(BUILT, REBUILT, BUILT), AT_7, WHOLE, AskCube(AT_7)),
    "kept, and built since in other days": (
        months(BUILT, REBUILT, BUILT),
        AT_7,
        IN_JANUARY,
        ShowCached(AT_7, Freshness.READY),
    ),
    "kept, and the ledger was put back": (ALL_BUILT, AT_8, WHOLE, AskCube(AT_8)),
    "kept, and its rollup is gone": (
        reading(rollup(OTHER, [BUILT] * 3)),
        AT_7,
        WHOLE,
        AskCube(AT_7),
    ),
    "kept from the source": (
        months(DIRTY, BUILT, UNBUILT),
        SOURCE_7,
        WHOLE,
        ShowCached(SOURCE_7, Freshness.SOURCE),
    ),
    "kept from the source, and built since": (
        months(BUILT, REBUILT, BUILT),
        SOURCE_7,
        WHOLE,
        AskCube(SOURCE_7),
    ),
}


@pytest.mark.parametrize(("read", "old", "asked", "expected"), BEFORE.values(), ids=BEFORE)
def test_before_the_call(
    read: LedgerReading | None, old: CachedReport | None, asked: Asked, expected: object
) -> None:
    assert before_call(read, old, asked, LATER) == expected


@pytest.mark.parametrize("read", [None, ALL_BUILT])
def test_what_has_ended_is_not_there(read: LedgerReading | None) -> None:
    ended = START + timedelta(seconds=5)
    nothing = before_call(read, None, WHOLE, ended)
    assert before_call(read, SOURCE_7, WHOLE, ended) == nothing
    assert after_failure(SOURCE_7, ended) == Refuse()


def test_a_build_that_the_client_heard_of_has_the_ledger_read_again_but_once() -> None:
    assert before_call(ALL_BUILT, AT_7, HEARD, LATER, just_read=False) == ReadLedger()
    rebuilt = months(BUILT, REBUILT, BUILT)
    assert before_call(rebuilt, AT_7, HEARD, LATER) == AskCube(AT_7)
    assert before_call(rebuilt, AT_8, HEARD, LATER, just_read=False) == ShowCached(
        AT_8, Freshness.READY
    )
    never = ShowCached(AT_7, Freshness.READY)  # the ledger itself knows nothing of it
    assert before_call(ALL_BUILT, AT_7, HEARD, LATER, just_read=True) == never


AFTER = {
    "all servable": (ALL_BUILT, [ROLLUP], WHOLE, (Freshness.READY, {ROLLUP: 7})),
    "being built": (
        months(BUILDING, DIRTY, BUILT),
        [ROLLUP],
        IN_JANUARY,
        (Freshness.BUILDING, {ROLLUP: 7}),
    ),
    "dirty counts more than being built": (
        months(BUILDING, DIRTY, BUILT),
        [ROLLUP],
        WHOLE,
        (Freshness.STALE, {ROLLUP: 7}),
    ),
    "only these days are servable": (
        months(BUILT, UNBUILT, UNBUILT),
        [ROLLUP],
        IN_JANUARY,
        (Freshness.READY, {ROLLUP: 7}),
    ),
    "a hole in these days": (
        months(BUILT, UNBUILT, BUILT),
        [ROLLUP],
        Asked({ROLLUP: (JANUARY, FEBRUARY)}),
        None,
    ),
    "no range, and one is not built": (months(BUILT, BUILT, FIRST_BUILD), [ROLLUP], WHOLE, None),
    "beyond the extent": (ALL_BUILT, [ROLLUP], Asked({ROLLUP: (APRIL,)}), None),
    "no range, and rows beyond the extent": (
        months(BUILT, BUILT, BUILT, rows_outside=True),
        [ROLLUP],
        WHOLE,
        None,
    ),
    "nothing is built, says Cube": (ALL_BUILT, None, WHOLE, None),
    "a rollup that was not read": (ALL_BUILT, [ROLLUP, OTHER], WHOLE, None),
    "the worst of two rollups": (
        reading(rollup(ROLLUP, [BUILT] * 3), rollup(OTHER, [REBUILT, DIRTY, BUILT])),
        [ROLLUP, OTHER],
        WHOLE,
        (Freshness.STALE, {ROLLUP: 7, OTHER: 8}),
    ),
    "one of two rollups has a hole": (
        reading(rollup(ROLLUP, [BUILT] * 3), rollup(OTHER, [UNBUILT] * 3)),
        [ROLLUP, OTHER],
        WHOLE,
        None,
    ),
    "one of two rollups was used": (
        reading(rollup(ROLLUP, [BUILT] * 3), rollup(OTHER, [UNBUILT] * 3)),
        [ROLLUP],
        WHOLE,
        (Freshness.READY, {ROLLUP: 7}),
    ),
    "from the source": (
        reading(rollup(ROLLUP, [BUILT] * 3), rollup(OTHER, [UNBUILT] * 3)),
        [],
        WHOLE,
        (Freshness.SOURCE, {ROLLUP: 7, OTHER: 0}),
    ),
}


@pytest.mark.parametrize(("read", "used", "asked", "expected"), AFTER.values(), ids=AFTER)
def test_after_the_call(
    read: LedgerReading,
    used: list[str] | None,
    asked: Asked,
    expected: tuple[Freshness, dict[str, int]] | None,
) -> None:
    found = after_call(read, used, asked)
    if expected is None:
        assert found == AskSource()
    else:
        freshness, epochs = expected
        assert found == Show(freshness, epochs, from_source=used == [])


def test_when_cube_is_away_what_is_kept_is_shown_with_its_age() -> None:
    assert after_failure(AT_7, LATER) == ShowCached(AT_7, Freshness.STALE)
    assert after_failure(SOURCE_7, LATER) == ShowCached(SOURCE_7, Freshness.SOURCE)
    assert after_failure(None, LATER) == Refuse()


def test_answers_are_kept_as_long_as_where_they_are_from_allows() -> None:
    ready = Show(Freshness.READY, {ROLLUP: 7}, from_source=False)
    source = Show(Freshness.SOURCE, {ROLLUP: 7}, from_source=True)
    keeping = Keeping(rollups_s=60, source_s=5)
    assert kept_report(ready, b"[]", START, keeping) == AT_7
    assert kept_report(source, b"[]", START, keeping) == SOURCE_7


def test_who_has_read_of_a_newer_build_of_these_days_does_not_share_a_call() -> None:
    rebuilt = months(BUILT, REBUILT, BUILT)
    assert epochs_of(ALL_BUILT, WHOLE) == {ROLLUP: 7}
    assert epochs_of(rebuilt, WHOLE) == {ROLLUP: 8}
    assert epochs_of(rebuilt, IN_JANUARY) == epochs_of(ALL_BUILT, IN_JANUARY)


def test_a_slow_answer_across_a_build_is_never_kept_as_new() -> None:
    before, after = ALL_BUILT, months(BUILT, REBUILT, BUILT)
    show = after_call(before, [ROLLUP], WHOLE)  # the build ended during the call
    assert isinstance(show, Show)
    slow = kept_report(show, b"[]", START, Keeping())
    assert slow is not None
    assert up_to_date(slow, before, WHOLE)
    assert not up_to_date(slow, after, WHOLE)
    assert before_call(after, slow, WHOLE, LATER) == AskCube(slow)


def test_several_answers_of_one_report_are_worth_what_the_worst_of_them_is() -> None:
    ready = Show(Freshness.READY, {ROLLUP: 7}, from_source=False)
    stale = Show(Freshness.STALE, {OTHER: 8}, from_source=False)
    source = Show(Freshness.SOURCE, {ROLLUP: 7, OTHER: 8}, from_source=True)
    assert together([ready]) == ready
    for both in ([ready, stale], [stale, ready]):
        assert together(both) == Show(Freshness.STALE, {ROLLUP: 7, OTHER: 8}, from_source=False)
    for both in ([ready, source], [source, ready]):
        assert together(both) == source
