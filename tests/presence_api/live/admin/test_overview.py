"""An instance as its operators see it."""

from presence_api.live.admin.overview import Overview
from presence_api.live.closing import CloseCode
from presence_api.live.handshake import Door
from presence_api.live.live import Live, LoopTimers
from presence_api.live.rooms.messages import Mode
from tests.fakes.instance import Instance, desk_of


def overview(instance: Instance) -> Overview:
    desk = desk_of(instance.locks, instance.table, instance.clock)
    return Overview(Live(instance.sessions, Door((), instance.tickets), desk, LoopTimers()))


def busy() -> Instance:
    """Anna with two tabs and a lock, Ben, and Eve of another tenant."""
    instance = Instance()
    anna, again, ben = (instance.browser(user) for user in ("anna", "anna", "ben"))
    eve = instance.browser("eve", tenant="globex")
    for one in (anna, again, ben, eve):
        one.sub("order/1")
    ben.sub("order")
    anna.say("LOCK", room="order/1")
    anna.say("FOCUS", room="order/1", row="1", field="price")
    anna.say("HB", mode="editing")
    instance.settle()
    return instance


def test_it_says_how_the_instance_stands() -> None:
    found = overview(busy()).instance()
    assert (found.instance, found.draining) == ("i1", False)
    assert (found.connections, found.rooms, found.locks, found.others) == (4, 3, 1, 0)


def test_rooms_are_those_of_all_tenants_or_of_one_the_fullest_first() -> None:
    one = overview(busy())
    first, *others = one.rooms(None, 10)
    assert (first.tenant, first.room, first.members, first.connections) == ("acme", "order/1", 2, 3)
    assert first.lock is not None
    assert first.lock.user == "anna"
    assert {line.room for line in others} == {"order", "order/1"}
    assert [line.tenant for line in one.rooms("globex", 10)] == ["globex"]
    assert len(one.rooms(None, 1)) == 1


def test_members_are_listed_with_what_they_do() -> None:
    one = overview(busy())
    found = {line.user: line for line in one.members("acme", "order/1") or ()}
    anna = found["anna"]
    assert (anna.mode, anna.row, anna.field, anna.connections) == (Mode.EDITING, "1", "price", 2)
    assert found["ben"].connections == 1
    assert one.members("acme", "order/2") is None


def test_connections_can_be_looked_for() -> None:
    one = overview(busy())
    assert [line.conn for line in one.connections("acme", "anna", 10)] == ["i1.1", "i1.2"]
    assert [line.user for line in one.connections(None, None, 3)] == ["anna", "anna", "ben"]
    (ben,) = one.connections(None, "ben", 10)
    assert (ben.rooms, ben.behind) == (("order/1", "order"), False)


def test_who_is_evicted_leaves_at_once_with_all_they_held() -> None:
    instance = busy()
    one = overview(instance)
    assert one.evict("globex", "anna") == 0
    assert one.evict("acme", "anna") == 2
    instance.settle()
    assert [line.user for line in one.members("acme", "order/1") or ()] == ["ben"]
    assert instance.sessions.closed[CloseCode.FORBIDDEN] == 2
    assert len(instance.locks) == 0


def test_draining_asks_everybody_to_come_back_elsewhere() -> None:
    instance = busy()
    one = overview(instance)
    one.drain()
    assert one.instance().draining
    assert instance.sessions.closed[CloseCode.RESTART] == 4
