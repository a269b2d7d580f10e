"""Epochs from Postgres."""

import asyncio
import os
from collections.abc import Iterator

import pytest

from ops.stack.running import running_stack
from presence_api.adapters.fence_epochs_postgres import PostgresFenceEpochs
from presence_api.ports.fence_epochs import EpochsUnavailable


def test_without_postgres_there_is_none() -> None:
    with pytest.raises(EpochsUnavailable):
        asyncio.run(PostgresFenceEpochs("postgresql://rampart@127.0.0.1:1/none", 1).next())


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running_stack(f"test-epochs-{os.getpid()}", components=["migrations"]) as stack:
        yield stack.environment["RAMPART_DATABASE_URL"]


@pytest.mark.integration
def test_they_rise_for_all_who_ask(url: str) -> None:
    first, second = PostgresFenceEpochs(url, 10), PostgresFenceEpochs(url, 10)

    async def ask() -> list[int]:
        return [await one.next() for one in (first, second, first, second)]

    found = asyncio.run(ask())
    assert found == sorted(set(found))
