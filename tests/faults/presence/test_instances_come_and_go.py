"""A hundred thousand steps of people at three instances that die, start and lose each other."""

from typing import Final

import pytest

from presence_api.live.backplane.backplane import Backplane
from tests.presence_api.live.backplane.test_backplane_laws import PATIENT, SeveralWalk

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]

WALKS, ROUNDS, STEPS = 25, 8, 500  # a hundred thousand in all
FIRST_SEED: Final = 1000  # the shorter walks of every day begin at 0


def wrong_after(seed: int, rounds: int) -> list[str]:
    """What somebody believes after one of so many rounds, and is not so."""
    walk = SeveralWalk(seed, PATIENT)
    found: list[str] = []
    for number in range(rounds):
        for _ in range(STEPS):
            walk.step()
        walk.rest()
        found += [f"round {number}: {fault}" for fault in walk.beliefs_that_are_wrong()]
    return found


@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + WALKS))
def test_law_in_the_end_all_believe_what_is_so(seed: int) -> None:
    assert wrong_after(seed, ROUNDS) == []


def test_canary_an_instance_that_never_forgets_the_dead_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Backplane, "_forget", lambda *_: None)
    assert wrong_after(FIRST_SEED, 2)
