"""Changes and builds as the people in the rooms hear of them."""

from typing import Any

from presence_api.ports.event_log import MutationAnnounced, MutationEnded, RollupBuilt
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.mutations import Mutation
from tests.fakes.browser import Browser
from tests.fakes.instance import LONGEST_CHANGE_S, Instance

ORDERS, FIRST = "order", "order/1"


def begin(instance: Instance, *ids: str, operation: str = "a", tenant: str | None = "acme") -> None:
    ends_at = instance.sessions.now() + 60
    entity = "order" if tenant else "nation"
    instance.staleness.take([MutationAnnounced(operation, tenant, entity, ids, ends_at)])


def end(
    instance: Instance, *ids: str, operation: str = "a", version: int = 2, failed: bool = False
) -> None:
    versions = tuple(version for _ in ids)
    event = MutationEnded(operation, "acme", "order", ids, versions, ("price",), failed=failed)
    instance.staleness.take([event])


def watching(instance: Instance, *rooms: str, tenant: str = "acme") -> Browser:
    found = instance.browser("anna", tenant=tenant)
    for room in rooms:
        found.sub(room)
    instance.settle()
    return found


def told(browser: Browser, op: str, room: str) -> list[dict[str, Any]]:
    return [message for message in browser.of(op) if message["room"] == room]


def test_who_looks_at_an_instance_is_told_and_who_looks_at_all_of_them_which() -> None:
    instance = Instance()
    anna = watching(instance, ORDERS, FIRST)
    begin(instance, "1", "2")
    (on,) = told(anna, "STALE_ON", FIRST)
    assert on["until"] > instance.sessions.now()
    assert "ids" not in on
    assert told(anna, "STALE_ON", ORDERS)[0]["ids"] == ["1", "2"]
    end(instance, "1", "2", version=7)
    (off,) = told(anna, "STALE_OFF", FIRST)
    assert (off["outcome"], off["version"], off["changed"]) == ("changed", 7, ["price"])
    both = [{"id": "1", "version": 7}, {"id": "2", "version": 7}]
    assert told(anna, "STALE_OFF", ORDERS)[0]["instances"] == both
    assert anna.gaps == []


def test_a_change_that_nobody_announced_is_told() -> None:
    instance = Instance()
    anna = watching(instance, FIRST)
    end(instance, "1")
    assert told(anna, "STALE_OFF", FIRST)[0]["version"] == 2
    end(instance, "1")
    assert len(anna.of("STALE_OFF")) == 1


def test_nothing_of_another_tenant_is_heard_and_what_all_share_is() -> None:
    instance = Instance()
    eve = watching(instance, ORDERS, FIRST, "nation", "nation/1", tenant="globex")
    begin(instance, "1")
    end(instance, "1")
    assert eve.of("STALE_ON") == eve.of("STALE_OFF") == []
    begin(instance, "1", operation="b", tenant=None)
    assert {message["room"] for message in eve.of("STALE_ON")} == {"nation", "nation/1"}


def test_who_comes_in_meanwhile_sees_it() -> None:
    instance = Instance()
    begin(instance, "1", "2")
    anna = watching(instance, ORDERS, FIRST, "order/3")
    shown: dict[str, Any] = {
        message["room"]: message.get("stale") for message in anna.of("SNAPSHOT")
    }
    assert shown[FIRST] is not None
    assert "ids" not in shown[FIRST]
    assert (shown[ORDERS]["ids"], shown["order/3"]) == (["1", "2"], None)
    end(instance, "1", "2")
    ben = instance.browser("ben")
    ben.sub(FIRST)
    assert "stale" not in ben.of("SNAPSHOT")[0]


def test_what_nobody_ends_is_told_to_be_over() -> None:
    instance = Instance()
    anna = watching(instance, ORDERS, FIRST)
    begin(instance, "1")
    instance.pass_time(61)
    assert told(anna, "STALE_OFF", FIRST)[0]["outcome"] == "unknown"
    assert told(anna, "STALE_OFF", ORDERS)[0]["ids"] == ["1"]
    assert (instance.staleness.orphans, instance.staleness.under_way) == (1, 0)


def test_an_instance_that_another_operation_changes_too_stays_stale() -> None:
    instance = Instance()
    anna = watching(instance, FIRST)
    begin(instance, "1")
    begin(instance, "1", operation="b")
    end(instance, "1")
    assert [message["op"] for message in anna.messages if "STALE" in message["op"]] == [
        "STALE_ON",
        "STALE_ON",
        "STALE_OFF",
        "STALE_ON",
    ]
    (ben,) = [instance.browser("ben")]
    ben.sub(FIRST)
    assert "stale" in ben.of("SNAPSHOT")[0]


def test_what_is_being_changed_cannot_be_locked() -> None:
    instance = Instance()
    anna = watching(instance, FIRST)
    begin(instance, "1")
    anna.say("LOCK", room=FIRST)
    instance.timers.turn()
    assert anna.of("LOCK_DENIED")[-1]["reason"] == "stale"
    end(instance, "1", failed=True)
    assert told(anna, "STALE_OFF", FIRST)[0]["outcome"] == "unchanged"
    anna.say("LOCK", room=FIRST)
    instance.timers.turn()
    assert len(anna.of("LOCK_GRANTED")) == 1


def test_while_nothing_is_heard_the_truth_is_asked_and_everybody_knows() -> None:
    instance = Instance()
    anna = watching(instance, FIRST)
    assert "status" not in anna.of("WELCOME")[0]
    instance.staleness.know(False)
    assert anna.of("STATUS")[-1]["status"]["stale"] == "unknown"
    assert instance.browser("ben").of("WELCOME")[0]["status"]["stale"] == "unknown"
    ends_at = instance.sessions.now() + 60
    instance.mutations.rows.append(Mutation(LockAddress("acme", "order", "1"), "a", ends_at))
    anna.say("LOCK", room=FIRST)
    instance.timers.turn()
    assert anna.of("LOCK_DENIED")[-1]["reason"] == "stale"
    instance.mutations.away = True
    anna.say("LOCK", room=FIRST)
    instance.timers.turn()
    assert anna.of("LOCK_DENIED")[-1]["reason"] == "unavailable"
    instance.staleness.know(True)
    assert anna.of("STATUS")[-1]["status"]["stale"] == "known"


def test_a_new_instance_knows_from_the_database_what_is_stale() -> None:
    instance = Instance()
    anna = watching(instance, FIRST)
    ends_at = instance.sessions.now() + LONGEST_CHANGE_S
    orders = [Mutation(LockAddress("acme", "order", one), "a", ends_at) for one in ("1", "2")]
    instance.staleness.look(orders)
    assert len(anna.of("STALE_ON")) == instance.staleness.under_way == 1
    end(instance, "1", "2")
    assert instance.staleness.under_way == 0


def test_builds_are_told_to_who_looks_at_their_entity() -> None:
    instance = Instance()
    anna = watching(instance, ORDERS, FIRST)
    first = RollupBuilt("orders", "by_month", "BUILT", 4, 10.0)
    instance.staleness.take([first, first])
    (report,) = anna.of("REPORT")
    assert (report["room"], report["rollup"]) == (ORDERS, "orders.by_month")
    assert (report["state"], report["epoch"]) == ("BUILT", 4)
    eve = instance.browser("eve", tenant="globex")
    eve.sub(ORDERS)
    shown = [{"rollup": "orders.by_month", "state": "BUILT", "epoch": 4}]
    assert eve.of("SNAPSHOT")[0]["reports"] == shown
    assert "reports" not in told(anna, "SNAPSHOT", FIRST)[0]
