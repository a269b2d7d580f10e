"""Epochs of fences."""

import asyncio

import pytest

from presence_api.ports.fence_epochs import COUNTERS, EpochsUnavailable, FenceEpochs
from tests.fakes.fence_epochs import FakeFenceEpochs


def test_the_fake_rises_and_may_be_away() -> None:
    fake = FakeFenceEpochs()
    epochs: FenceEpochs = fake
    assert [asyncio.run(epochs.next()) for _ in range(3)] == [1, 2, 3]
    fake.away = True
    with pytest.raises(EpochsUnavailable):
        asyncio.run(epochs.next())


def test_a_later_epochs_first_fence_is_above_all_of_an_earlier_one() -> None:
    assert 2 * COUNTERS > 1 * COUNTERS + (COUNTERS - 1)
