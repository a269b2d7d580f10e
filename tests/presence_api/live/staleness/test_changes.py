"""What is told, or else the truth."""

import asyncio

from presence_api.ports.event_log import MutationAnnounced
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.mutations import Mutation
from tests.fakes.instance import Instance

ORDER = LockAddress("acme", "order", "1")


def test_nobody_is_asked_while_it_is_known() -> None:
    instance = Instance()
    ends_at = instance.sessions.now() + 60
    assert asyncio.run(instance.changes.until(ORDER)) is None
    instance.staleness.take([MutationAnnounced("a", "acme", "order", ("1",), ends_at)])
    instance.staleness.know(False)
    assert asyncio.run(instance.changes.until(ORDER)) == ends_at
    assert instance.mutations.asked == 0


def test_the_truth_is_asked_while_it_is_not() -> None:
    instance = Instance()
    instance.staleness.know(False)
    assert asyncio.run(instance.changes.until(ORDER)) is None
    ends_at = instance.sessions.now() + 60
    instance.mutations.rows.append(Mutation(ORDER, "a", ends_at))
    assert asyncio.run(instance.changes.until(ORDER)) == ends_at
