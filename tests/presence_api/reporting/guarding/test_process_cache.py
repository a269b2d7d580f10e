"""Bounded in bytes, and not emptied by what nobody asks for twice."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from presence_api.ports.report_cache import CacheKey
from presence_api.reporting.guarding.process_cache import OVERHEAD_BYTES, ProcessCache
from tests.fakes.clock import START, FakeClock
from tests.fakes.reports import kept

MOST = 20 * OVERHEAD_BYTES


def key(number: int) -> CacheKey:
    return CacheKey("acme", str(number))


def test_what_was_kept_is_found_until_it_ends() -> None:
    clock = FakeClock()
    cache = ProcessCache(MOST, clock)
    cache.keep(key(1), kept(life_s=5))
    assert cache.find(key(1)) == kept(life_s=5)
    assert cache.find(key(2)) is None
    clock.advance(5)
    assert cache.find(key(1)) is None
    assert (len(cache), cache.size_bytes) == (0, 0)


def test_the_newer_answer_stays_whichever_comes_last() -> None:
    cache = ProcessCache(MOST, FakeClock())
    newer, older = kept(b"new", made_at=START + timedelta(seconds=1)), kept(b"old")
    for report in (older, newer, older):
        cache.keep(key(1), report)
    assert cache.find(key(1)) == newer


def test_an_answer_above_its_share_is_not_kept_nor_what_it_replaces() -> None:
    cache = ProcessCache(MOST, FakeClock())
    cache.keep(key(1), kept())
    cache.keep(key(1), kept(bytes(MOST // 4)))
    assert cache.find(key(1)) is None
    assert cache.size_bytes == 0


def test_what_is_replaced_counts_once_and_stays_where_it_was() -> None:
    cache = ProcessCache(MOST, FakeClock())
    for _ in range(3):
        cache.keep(key(1), kept())
        cache.find(key(1))
    size = len(kept().body) + OVERHEAD_BYTES
    assert (len(cache), cache.size_bytes, cache._proven_bytes) == (1, size, size)


def test_an_export_of_a_thousand_pages_leaves_the_dashboards_where_they_are() -> None:
    cache = ProcessCache(MOST, FakeClock())
    for number in range(10):
        cache.keep(key(number), kept())
        cache.find(key(number))
    for page in range(100, 1100):
        cache.keep(key(page), kept())
    assert all(cache.find(key(number)) for number in range(10))


def test_of_what_was_asked_once_the_oldest_goes_first() -> None:
    cache = ProcessCache(MOST, FakeClock())
    for number in range(30):
        cache.keep(key(number), kept())
    found = [number for number in range(30) if cache.find(key(number))]
    assert found == list(range(11, 30))


STEPS = st.lists(
    st.tuples(st.sampled_from(["find", "keep", "pass"]), st.integers(0, 7), st.integers(0, 3_000)),
    min_size=30,
    max_size=200,
)


@given(STEPS)
def test_it_never_holds_more_than_it_may_and_always_knows_how_much_that_is(
    steps: list[tuple[str, int, int]],
) -> None:
    clock = FakeClock()
    cache = ProcessCache(MOST, clock)
    newest: dict[CacheKey, bytes] = {}
    for step, number, size in steps:
        if step == "pass":
            clock.advance(number)
        elif step == "keep":
            newest[key(number)] = bytes(size)
            cache.keep(key(number), kept(bytes(size), made_at=clock.now(), life_s=20))
        elif (found := cache.find(key(number))) is not None:
            assert found.body == newest[key(number)]
            assert found.lives(clock.now())
        held = [*cache._trial.values(), *cache._proven.values()]
        proven = [*cache._proven.values()]
        assert cache.size_bytes == sum(len(one.body) + OVERHEAD_BYTES for one in held) <= MOST
        assert cache._proven_bytes == sum(len(one.body) + OVERHEAD_BYTES for one in proven)
