"""One probe, however many ask; nothing wedges it; it says truly when to come again."""

import asyncio
from contextlib import AbstractContextManager, suppress

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from presence_api.reporting.guarding.breaker import (
    Breaker,
    BreakerOpen,
    BreakerState,
    BreakerTerms,
)
from tests.fakes.clock import FakeClock
from tests.fakes.loop import run_timeless

TERMS = BreakerTerms(failures_in_row=3, failure_rate=0.5, window_s=10, least_calls=6, open_s=5)


class Away(Exception):
    """The service does not answer."""


def made(clock: FakeClock) -> Breaker:
    return Breaker("cube", (Away,), clock, TERMS)


def call(breaker: Breaker, error: BaseException | None = None) -> None:
    with suppress(Away, ValueError, asyncio.CancelledError), breaker.call():
        if error is not None:
            raise error


def state(breaker: Breaker) -> BreakerState:
    """Asked anew: a type checker believes that it stays."""
    return breaker.state


def opened(clock: FakeClock) -> Breaker:
    breaker = made(clock)
    for _ in range(TERMS.failures_in_row):
        call(breaker, Away())
    return breaker


def test_it_opens_after_failures_in_a_row_and_a_success_begins_the_row_anew() -> None:
    breaker = made(FakeClock())
    for error in (Away(), Away(), None, Away(), Away()):
        call(breaker, error)
    assert state(breaker) is BreakerState.CLOSED
    call(breaker, Away())
    assert (breaker.state, breaker.opened) == (BreakerState.OPEN, 1)


def test_it_opens_by_rate_when_there_are_enough_calls_in_the_window() -> None:
    clock = FakeClock()
    breaker = made(clock)
    for error in (Away(), None, Away(), None, Away()):
        call(breaker, error)
    assert state(breaker) is BreakerState.CLOSED  # five calls say nothing
    clock.advance(10)
    for error in (Away(), None, None, Away(), None):
        call(breaker, error)
    assert state(breaker) is BreakerState.CLOSED  # the others are out of the window
    call(breaker, Away())
    assert state(breaker) is BreakerState.OPEN


def test_errors_that_are_an_answer_do_not_count() -> None:
    breaker = made(FakeClock())
    for _ in range(20):
        call(breaker, ValueError())
    assert state(breaker) is BreakerState.CLOSED


def test_while_it_is_open_nobody_is_let_through_and_all_are_told_until_when() -> None:
    clock = FakeClock()
    breaker = opened(clock)
    clock.advance(2)
    with pytest.raises(BreakerOpen, match=r"cube: not asked for another 3\.0 s") as refused:
        breaker.call().__enter__()
    assert (refused.value.retry_after_s, breaker.refused) == (3, 1)


@pytest.mark.parametrize("end", [None, Away(), ValueError(), asyncio.CancelledError()])
def test_of_200_who_ask_at_once_exactly_one_is_the_probe(end: BaseException | None) -> None:
    clock = FakeClock()
    breaker = opened(clock)
    clock.advance(5)
    begun = 0

    async def asked() -> None:
        nonlocal begun
        with breaker.call():
            begun += 1
            await asyncio.sleep(1)
            if end is not None:
                raise end

    async def all_at_once() -> list[BaseException | None]:
        return await asyncio.gather(*(asked() for _ in range(200)), return_exceptions=True)

    found = run_timeless(all_at_once())
    assert begun == 1
    assert sum(isinstance(one, BreakerOpen) for one in found) == 199


def test_a_probe_closes_it_or_opens_it_again_for_as_long() -> None:
    clock = FakeClock()
    breaker = opened(clock)
    clock.advance(5)
    call(breaker, Away())
    assert (breaker.state, breaker.retry_after_s, breaker.opened) == (BreakerState.OPEN, 5, 2)
    clock.advance(5)
    call(breaker)
    assert (breaker.state, breaker.retry_after_s) == (BreakerState.CLOSED, 0)


def test_a_probe_that_is_cancelled_leaves_its_place_to_the_next() -> None:
    clock = FakeClock()
    breaker = opened(clock)
    clock.advance(5)
    call(breaker, asyncio.CancelledError())
    assert state(breaker) is BreakerState.HALF_OPEN
    call(breaker)
    assert state(breaker) is BreakerState.CLOSED


@pytest.mark.parametrize("late", [None, Away(), asyncio.CancelledError()])
def test_a_call_from_before_decides_nothing(late: BaseException | None) -> None:
    clock = FakeClock()
    breaker = made(clock)
    old, probe = breaker.call(), breaker.call()
    old.__enter__()
    for _ in range(TERMS.failures_in_row):
        call(breaker, Away())
    clock.advance(5)
    probe.__enter__()
    end(old, late)
    with pytest.raises(BreakerOpen):
        breaker.call().__enter__()  # the probe is still the one probe
    end(probe, None)
    assert state(breaker) is BreakerState.CLOSED


def end(entered: AbstractContextManager[None], error: BaseException | None) -> None:
    with suppress(BaseException):
        entered.__exit__(type(error) if error else None, error, None)


class BreakerWalk(RuleBasedStateMachine):
    """Calls begin, end and are cancelled at any time, beside each other."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = FakeClock()
        self.breaker = made(self.clock)
        self.begun: list[AbstractContextManager[None]] = []
        self.probe: AbstractContextManager[None] | None = None

    @rule()
    def begin(self) -> None:
        before = self.breaker.state
        entered = self.breaker.call()
        if before is BreakerState.OPEN or self.probe is not None:
            with pytest.raises(BreakerOpen):
                entered.__enter__()
            return
        entered.__enter__()
        if before is BreakerState.HALF_OPEN:
            self.probe = entered
        self.begun.append(entered)

    @precondition(lambda self: self.begun)
    @rule(
        which=st.integers(0, 100),
        error=st.sampled_from([None, Away, Away, ValueError, asyncio.CancelledError]),
    )
    def finish(self, which: int, error: type[BaseException] | None) -> None:
        entered = self.begun.pop(which % len(self.begun))
        before = self.breaker.state
        end(entered, error() if error else None)
        if entered is self.probe:
            self.probe = None
            after = {Away: BreakerState.OPEN, asyncio.CancelledError: BreakerState.HALF_OPEN}
            expected = after.get(error, BreakerState.CLOSED) if error else BreakerState.CLOSED
            assert state(self.breaker) is expected
        elif before is not BreakerState.CLOSED:
            assert state(self.breaker) is before, "a call from before decided"

    @rule(seconds=st.floats(0.1, 6))
    def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @precondition(lambda self: self.breaker.state is BreakerState.OPEN)
    @rule()
    def come_again_when_told(self) -> None:
        self.clock.advance(self.breaker.retry_after_s - 1e-6)
        assert state(self.breaker) is BreakerState.OPEN
        self.clock.advance(2e-6)
        assert state(self.breaker) is BreakerState.HALF_OPEN

    @invariant()
    def it_is_never_wedged(self) -> None:
        if self.probe is None and self.breaker.state is not BreakerState.OPEN:
            with suppress(asyncio.CancelledError), self.breaker.call():
                raise asyncio.CancelledError


TestBreakerWalk = BreakerWalk.TestCase
