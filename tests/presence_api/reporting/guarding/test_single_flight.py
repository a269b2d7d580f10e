"""One call a key at any time, nobody waits for ever, and nothing is left behind."""

import asyncio
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presence_api.reporting.guarding.single_flight import (
    AnswerNotInTime,
    CallStopped,
    SingleFlight,
)
from tests.fakes.loop import run_timeless

Found = list[str | BaseException]


class Upstream:
    """Answers after `takes_s`, unless it fails; cleans up for a while when it is cancelled."""

    def __init__(self, takes_s: float = 1.0, cleans_up_s: float = 0.0) -> None:
        self.takes_s, self.cleans_up_s = takes_s, cleans_up_s
        self.fails = False
        self.calls = self.cancelled = 0
        self.running = Counter[str]()
        self.most = 0

    async def call(self, key: str = "a") -> str:
        self.calls += 1
        self.running[key] += 1
        self.most = max(self.most, *self.running.values())
        try:
            await asyncio.sleep(self.takes_s)
        except asyncio.CancelledError:
            self.cancelled += 1
            await asyncio.sleep(self.cleans_up_s)
            raise
        finally:
            self.running[key] -= 1
        if self.fails:
            raise ConnectionError(f"call {self.calls}")
        return f"{key}: {self.calls}"


async def all_of(*asked: "asyncio.Task[str]") -> Found:
    return await asyncio.gather(*asked, return_exceptions=True)


def ask(
    flights: SingleFlight[str, str], upstream: Upstream, within_s: float = 60
) -> "asyncio.Task[str]":
    return asyncio.get_running_loop().create_task(flights.ask("a", upstream.call, within_s))


def test_200_who_ask_at_once_make_one_call() -> None:
    upstream = Upstream()

    async def rush() -> Found:
        flights = SingleFlight[str, str]()
        found = await all_of(*(ask(flights, upstream) for _ in range(200)))
        assert len(flights) == 0
        return found

    assert run_timeless(rush()) == ["a: 1"] * 200
    assert upstream.calls == 1


def test_an_error_goes_to_all_and_is_not_remembered() -> None:
    upstream = Upstream()
    upstream.fails = True

    async def twice() -> tuple[Found, str]:
        flights = SingleFlight[str, str]()
        first = await all_of(*(ask(flights, upstream) for _ in range(5)))
        upstream.fails = False
        return first, await ask(flights, upstream)

    first, second = run_timeless(twice())
    assert [str(one) for one in first] == ["call 1"] * 5
    assert second == "a: 2"


def test_each_waits_as_long_as_it_has_and_the_call_goes_on_for_the_others() -> None:
    upstream = Upstream(takes_s=10)

    async def three() -> Found:
        flights = SingleFlight[str, str]()
        return await all_of(*(ask(flights, upstream, within_s) for within_s in (1, 5, 20)))

    first, second, third = run_timeless(three())
    assert isinstance(first, AnswerNotInTime)
    assert isinstance(second, AnswerNotInTime)
    assert (third, upstream.calls, upstream.cancelled) == ("a: 1", 1, 0)


@pytest.mark.parametrize("leaves", ["in time", "cancelled"])
def test_the_call_is_cancelled_when_the_last_one_leaves_and_not_before(leaves: str) -> None:
    upstream = Upstream(takes_s=10)

    async def two() -> list[int]:
        flights = SingleFlight[str, str]()
        seen: list[int] = []
        asked = [ask(flights, upstream, 1), ask(flights, upstream, 2)]
        await asyncio.sleep(0.5)
        for one in asked:
            if leaves == "cancelled":
                one.cancel()
            await all_of(one)
            await asyncio.sleep(0)
            seen.append(upstream.cancelled)
        assert len(flights) == 0
        return seen

    assert run_timeless(two()) == [0, 1]


def test_who_comes_after_the_last_one_left_waits_until_the_old_call_has_cleaned_up() -> None:
    upstream = Upstream(takes_s=10, cleans_up_s=3)

    async def two() -> tuple[str, float]:
        flights = SingleFlight[str, str]()
        await all_of(ask(flights, upstream, 1))
        began = asyncio.get_running_loop().time()
        return await ask(flights, upstream), asyncio.get_running_loop().time() - began

    assert run_timeless(two()) == ("a: 2", 13)
    assert upstream.most == 1


def test_the_end_of_an_old_call_does_not_hide_the_new_one() -> None:
    upstream = Upstream(takes_s=10, cleans_up_s=3)

    async def three() -> Found:
        flights = SingleFlight[str, str]()
        await all_of(ask(flights, upstream, 1))
        second = ask(flights, upstream)
        await asyncio.sleep(5)  # the first call has ended, the second is under way
        return await all_of(second, ask(flights, upstream))

    assert run_timeless(three()) == ["a: 2", "a: 2"]


def test_who_gives_up_while_the_old_call_cleans_up_does_not_hide_it() -> None:
    upstream = Upstream(takes_s=10, cleans_up_s=3)

    async def three() -> str:
        flights = SingleFlight[str, str]()
        await all_of(ask(flights, upstream, 1))
        await all_of(ask(flights, upstream, 1))
        return await ask(flights, upstream)

    assert run_timeless(three()) == "a: 2"
    assert upstream.most == 1


def test_a_call_that_somebody_else_cancels_is_an_error_and_no_cancellation() -> None:
    async def stopped() -> str:
        raise asyncio.CancelledError

    async def one() -> None:
        flights = SingleFlight[str, str]()
        with pytest.raises(CallStopped):
            await flights.ask("a", stopped, 1)

    run_timeless(one())


VISIT = st.tuples(
    st.floats(0, 30),  # comes
    st.floats(0.01, 10),  # has so much time
    st.none() | st.floats(0, 10),  # goes away after
    st.sampled_from("ab"),
)


@given(
    st.lists(VISIT, max_size=30),
    st.integers(0, 1000),
    st.floats(0.01, 5),
    st.sampled_from([0.0, 0.5]),
)
def test_whoever_comes_and_goes_whenever(
    visits: list[tuple[float, float, float | None, str]],
    seed: int,
    takes_s: float,
    cleans_up_s: float,
) -> None:
    upstream, chance = Upstream(takes_s, cleans_up_s), random.Random(seed)
    flights = SingleFlight[str, str]()
    ends: list[float] = []

    async def visit(comes_s: float, within_s: float, goes_s: float | None, key: str) -> None:
        await asyncio.sleep(comes_s)
        loop = asyncio.get_running_loop()
        began = loop.time()
        upstream.fails = chance.random() < 0.3
        asked = loop.create_task(flights.ask(key, lambda: upstream.call(key), within_s))
        if goes_s is not None:
            loop.call_later(goes_s, asked.cancel)
        (found,) = await all_of(asked)
        if isinstance(found, str):
            assert found.startswith(key)
        else:
            assert isinstance(found, ConnectionError | AnswerNotInTime | asyncio.CancelledError)
        assert loop.time() - began <= within_s + 1e-6
        ends.append(loop.time())

    async def everybody() -> None:
        await asyncio.gather(*(visit(*one) for one in visits))
        await asyncio.sleep(cleans_up_s + 0.1)
        assert len(flights) == 0

    run_timeless(everybody())
    assert len(ends) == len(visits)
    assert upstream.most <= 1
    assert not any(upstream.running.values())
