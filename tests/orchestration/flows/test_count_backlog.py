"""Events that no run has taken in."""

from dataclasses import replace

import pytest

from orchestration.flows.count_backlog import count_backlog
from orchestration.flows.cursor import Cursor
from orchestration.ports.event_source import OffsetRange
from orchestration.ports.ledger import Loss, Taken
from tests.fakes.platform import TOPIC, FakePlatform

EVENTS = 10


@pytest.fixture
def platform() -> FakePlatform:
    made = FakePlatform()
    for _ in range(EVENTS):
        made.send()
    return made


def cursor(platform: FakePlatform, start: int = 0) -> Cursor:
    topic_id = platform.source.state().topic_id
    return Cursor("e", topic_id, {0: start}, {0: EVENTS})


def backlog(platform: FakePlatform, at: Cursor | None) -> int:
    return count_backlog(at, platform.source.state(), TOPIC, platform.ledger)


def take(platform: FakePlatform, start: int, end: int) -> None:
    with platform.ledger.intake(TOPIC, "e", "run") as intake:
        intake.take([Taken(OffsetRange(0, start, end), end - start, 0)], [])


def test_a_hole_below_what_was_taken_in_is_counted(platform: FakePlatform) -> None:
    take(platform, 0, 2)
    take(platform, 6, EVENTS)

    assert backlog(platform, cursor(platform)) == 4


def test_before_the_first_look_everything_is_still_to_come(platform: FakePlatform) -> None:
    assert backlog(platform, None) == EVENTS


def test_what_retention_took_and_what_was_passed_over_are_not(platform: FakePlatform) -> None:
    platform.source.delete_before(0, 3)
    assert backlog(platform, cursor(platform)) == 7

    assert backlog(platform, cursor(platform, start=8)) == 2


def test_a_loss_of_an_older_epoch_settles_nothing_of_a_topic_made_anew(
    platform: FakePlatform,
) -> None:
    take(platform, 0, EVENTS)
    old = cursor(platform)
    platform.source.recreate(1)
    platform.send()
    assert backlog(platform, old) == 1

    new = replace(cursor(platform), epoch="e-2", next={0: 0})
    with platform.ledger.intake(TOPIC, "e-2", "run") as intake:
        intake.lose([Loss("e", 0, EVENTS, None)], [])
    assert backlog(platform, new) == 1
