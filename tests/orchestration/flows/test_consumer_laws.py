"""What holds whatever fails and whoever dies: the loop, its parts and the order together."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from orchestration.flows.consumed_event import Event
from orchestration.ports.event_sink import Forwarded
from tests.fakes.consumer_deaths import SENT, die_after
from tests.fakes.consumer_ground import (
    RETRIES,
    TOPIC,
    TRANSIENT,
    Ground,
)

MOST_AWAY_S = 90  # well below the five minutes that a group waits for a poll

OUTAGES = st.lists(st.sampled_from(["down", "silent", "unable"]), max_size=4)


@given(SENT, st.lists(st.integers(0, 12), max_size=6), OUTAGES, st.integers(1, 4))
def test_nothing_is_lost_nothing_has_two_effects_and_keys_stay_in_order(
    sent: list[tuple[str, list[str]]], deaths: list[int], outages: list[str], batch: int
) -> None:
    ground = Ground({str(number): fate for number, (_, fate) in enumerate(sent)})
    for number, (actor, _) in enumerate(sent):
        ground.send(str(number), actor=actor)
    for after in deaths:
        die_after(ground, after, batch)
    ground.join()
    for outage in outages:
        live_through(ground, outage, batch)
    ground.rest()

    done, dead = ground.done, ground.dead
    assert set(done) | set(dead) == {str(number) for number in range(len(sent))}
    assert max(Counter(done).values(), default=1) == 1
    # One that was given up and comes again after a death may be well by then, and late.
    for actor in {actor for actor, _ in sent} - {sent[int(number)][0] for number in dead}:
        mine = [int(number) for number in done if sent[int(number)][0] == actor]
        assert mine == sorted(mine)


def test_a_member_that_gets_no_answer_takes_no_more_than_it_has() -> None:
    ground = Ground()
    for topic in (TOPIC, RETRIES[0]):
        ground.send(*"abcdef")
        ground.sink.forward([Forwarded(topic, 0, b"k", b"x", ()) for _ in range(6)])
    ground.member._most, ground.member.silent = 4, True
    for _ in range(5):
        assert ground.consumption.step() == 0
    assert len(ground.consumption._kept) == 4
    ground.member.silent = False
    ground.rest()
    assert len(ground.done) == 12
    assert len(ground.sink.buried) == 12


def test_a_member_whose_handler_is_slow_polls_before_it_is_taken_for_dead() -> None:
    ground = Ground({str(number): [TRANSIENT] * 99 for number in range(40)})
    polled: list[float] = []
    poll, handle = ground.member.poll, ground.handle

    def noted(**budget: Any) -> Any:
        polled.append(ground.clock.monotonic_s())
        return poll(**budget)

    def slow(events: Sequence[Event]) -> None:
        ground.clock.advance(30)
        handle(events)

    ground.member.poll = noted  # type: ignore[method-assign]
    ground.consumption._handler = slow
    for number in range(40):
        ground.send(str(number), actor=str(number))
    ground.rest()
    assert len(ground.dead) == 40
    assert max(after - before for before, after in pairwise(polled)) < MOST_AWAY_S


def live_through(ground: Ground, outage: str, batch: int) -> None:
    """Let a new member meet an outage at its first look, and go on after its first pause."""
    member = ground.join()
    member._most = batch

    def over() -> bool:
        member.down = member.silent = member.unable = False
        return False

    setattr(member, outage, True)
    ground.told_to_end = over
    ground.consumption.step()
    over()
    ground.consumption.step()
