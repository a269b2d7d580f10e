"""What would be done to a cluster, and what that would mean."""

from dataclasses import replace

import pytest

from metamodel.streaming.changes import Permission, Verdict
from metamodel.streaming.cluster import ClusterState, Grant, Operation, ResourceKind, TopicState
from orchestration.flows.plan_streaming import Plan, plan_streaming
from orchestration.ports.streaming_admin import CouldNotLook
from tests.fakes.clock import START, FakeClock
from tests.fakes.streaming_admin import FakeStreamingAdmin
from tests.metamodel.streaming.shop import desired

WANTED = desired()
ORDER = "shop.order.v1"
DAY_MS = 86_400_000
NOTHING: frozenset[Permission] = frozenset()


@pytest.fixture
def admin() -> FakeStreamingAdmin:
    """A cluster as it is declared."""
    return FakeStreamingAdmin(WANTED.state)


def planned(admin: FakeStreamingAdmin) -> Plan:
    return plan_streaming(WANTED, admin, FakeClock())


def test_a_cluster_as_it_is_declared_asks_for_nothing(admin: FakeStreamingAdmin) -> None:
    assert planned(admin).differences == ()


def test_planning_changes_nothing(admin: FakeStreamingAdmin) -> None:
    empty = FakeStreamingAdmin()
    planned(empty)

    assert empty.state == ClusterState()
    assert empty.asked == []


def test_a_right_to_records_that_are_there_already_is_for_somebody_to_allow(
    admin: FakeStreamingAdmin,
) -> None:
    right = Grant("User:front", ResourceKind.TOPIC, ORDER, Operation.WRITE)
    admin.acls.remove(right)

    (before,) = planned(admin).differences
    admin.full.add(ORDER)
    (after,) = planned(admin).differences

    assert (before.verdict, before.needs) == (Verdict.SAFE, frozenset())
    assert (after.verdict, after.needs) == (Verdict.UNSAFE, frozenset({Permission.WIDER}))
    assert planned(admin).refused(NOTHING) == (after,)
    assert planned(admin).ready(frozenset({Permission.WIDER})) == (after,)


def test_to_see_a_full_topic_is_no_wider_right(admin: FakeStreamingAdmin) -> None:
    admin.acls = {item for item in admin.acls if item.operation is not Operation.DESCRIBE}
    admin.full.update(admin.own)

    assert {item.verdict for item in planned(admin).differences} == {Verdict.SAFE}


def test_a_retention_cut_is_safe_unless_a_group_has_not_read_what_it_removes(
    admin: FakeStreamingAdmin,
) -> None:
    topic = admin.own[ORDER]
    admin.own[ORDER] = replace(topic, configs={**topic.configs, "retention.ms": str(9 * DAY_MS)})
    now_ms = int(START.timestamp() * 1000)
    admin.unread[ORDER] = {"stove.cook": [now_ms - DAY_MS // 2]}

    (safe,) = planned(admin).differences
    admin.unread[ORDER]["stove.cook"].insert(0, now_ms - 2 * DAY_MS)
    (unsafe,) = planned(admin).differences

    assert (safe.verdict, safe.needs) == (Verdict.SAFE, frozenset())
    assert (unsafe.verdict, unsafe.needs) == (Verdict.UNSAFE, frozenset({Permission.LOSS}))
    assert "1 of stove.cook" in unsafe.why


def test_what_would_be_deleted_stands_in_nobodys_way(admin: FakeStreamingAdmin) -> None:
    admin.own["shop.old.v1"] = TopicState("shop.old.v1", 1, 1)
    plan = planned(admin)

    assert [item.name for item in plan.held(NOTHING)] == ["shop.old.v1"]
    assert plan.refused(NOTHING) == plan.ready(NOTHING) == ()
    assert plan.ready(frozenset({Permission.DELETE})) == plan.drift


def test_what_cannot_be_done_is_refused_whatever_is_allowed(admin: FakeStreamingAdmin) -> None:
    admin.own[ORDER] = replace(admin.own[ORDER], partitions=50)

    (shrink,) = planned(admin).refused(frozenset(Permission))

    assert shrink.verdict is Verdict.UNSUPPORTED


def test_the_hash_follows_the_declaration_and_what_is_ours_only(admin: FakeStreamingAdmin) -> None:
    first = planned(admin).hash
    admin.own["bank.v1"] = TopicState("bank.v1", 1, 1)
    admin.limits["somebody"] = {"consumer_byte_rate": 1.0}
    admin.full.add(ORDER)

    assert planned(admin).hash == first
    other = plan_streaming(desired(users=CHANGED_USERS), admin, FakeClock())
    assert other.hash != first
    admin.own["shop.old.v1"] = TopicState("shop.old.v1", 1, 1)
    assert planned(admin).hash != first


CHANGED_USERS = {
    "front": {"why": "Sells.", "roles": ["till"]},
    "back": {"why": "Cooks.", "roles": ["kitchen"]},
    "repairs": {"why": "Repairs.", "access": ["replay"]},
}


def test_a_topic_that_this_principal_may_not_see_is_not_missing(admin: FakeStreamingAdmin) -> None:
    admin.hidden.add(ORDER)

    with pytest.raises(CouldNotLook, match=ORDER):
        planned(admin)


def test_an_answer_that_nobody_was_entitled_to_is_no_empty_list(admin: FakeStreamingAdmin) -> None:
    admin.blind = True

    with pytest.raises(CouldNotLook):
        planned(admin)


def test_users_and_grants_are_not_asked_for_where_they_mean_nothing(
    admin: FakeStreamingAdmin,
) -> None:
    admin.blind = True

    plan = plan_streaming(desired("bench"), admin, FakeClock())

    assert {item.subject for item in plan.differences} == {"topic"}
