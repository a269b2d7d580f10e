"""Epochs from Postgres."""

import asyncio

import pytest

from presence_api.adapters.fence_epochs_postgres import PostgresFenceEpochs
from presence_api.ports.fence_epochs import EpochsUnavailable


def test_without_postgres_there_is_none() -> None:
    with pytest.raises(EpochsUnavailable):
        asyncio.run(PostgresFenceEpochs("postgresql://rampart@127.0.0.1:1/none", 1).next())


@pytest.mark.integration
def test_they_rise_for_all_who_ask(database_url: str) -> None:
    first, second = (PostgresFenceEpochs(database_url, 10) for _ in range(2))

    async def ask() -> list[int]:
        return [await one.next() for one in (first, second, first, second)]

    found = asyncio.run(ask())
    assert found == sorted(set(found))
