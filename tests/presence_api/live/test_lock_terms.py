"""What sockets and the desk have in common."""

import asyncio

import pytest

from metamodel.kernel.errors import BadInstanceId
from presence_api.live.lock_rules import LockRules, Takeover
from presence_api.live.lock_terms import ELSEWHERE, address_of, shown_to, take
from presence_api.live.rooms.address import RoomAddress
from presence_api.live.rooms.messages import LockHolder
from presence_api.ports.lock_table import Denied, Granted, Holder, LockAddress
from tests.fakes.entity_catalogue import shop
from tests.fakes.lock_table import FakeLockTable
from tests.fakes.mutations import NoChanges

ORDER = LockAddress("acme", "order", "1")
ANNA, BEN = Holder("anna", "Anna", "acme", "1"), Holder("ben", "Ben", "acme", "2")


def test_what_a_room_is_about() -> None:
    assert address_of(shop(), "acme", RoomAddress("order", "1")) == ORDER
    assert address_of(shop(), "acme", RoomAddress("nation", "1")) == LockAddress(
        None, "nation", "1"
    )
    for room in (RoomAddress("order"), RoomAddress("unicorn", "1")):
        assert address_of(shop(), "acme", room) is None
    for wrong in ("", "1~2"):
        with pytest.raises(BadInstanceId):
            address_of(shop(), "acme", RoomAddress("order", wrong))


def test_a_holder_has_a_name_in_their_own_organisation_only() -> None:
    assert shown_to("acme", ANNA, 5.0) == LockHolder("Anna", "anna", 5.0)
    assert shown_to("umbrella", ANNA, 5.0) == LockHolder(ELSEWHERE, "", 5.0)


@pytest.mark.parametrize(
    ("take_over", "broken", "taken"),
    [(False, True, False), (True, False, False), (True, True, True)],
)
def test_it_is_taken_over_only_where_that_is_asked_and_allowed(
    take_over: bool, broken: bool, taken: bool
) -> None:
    async def both() -> Granted | Denied:
        table, rules = FakeLockTable(), LockRules(takeover=Takeover.BROKEN)
        await table.acquire(ORDER, ANNA, rules.ttl_s)
        return await take(
            table,
            ORDER,
            BEN,
            rules,
            changes=NoChanges(),
            take_over=take_over,
            is_broken=lambda _: broken,
        )

    assert isinstance(asyncio.run(both()), Granted if taken else Denied)
