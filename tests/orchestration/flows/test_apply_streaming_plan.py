"""A cluster is made as it is declared, whatever it was and whenever the work is cut short."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamodel.streaming.changes import Permission, Stage
from metamodel.streaming.cluster import (
    ClusterState,
    Credential,
    Effect,
    Grant,
    Match,
    Mechanism,
    Operation,
    ResourceKind,
    TopicState,
)
from metamodel.streaming.compare import owned_part
from orchestration.flows.apply_streaming_plan import (
    ApplyReport,
    NotSettled,
    PasswordMissing,
    PlanOutdated,
    PlanRefused,
    StreamingTools,
    apply_streaming_plan,
    no_password,
)
from orchestration.flows.plan_streaming import Permissions, plan_streaming
from orchestration.ports.streaming_admin import ClusterUnavailable
from tests.fakes.clock import FakeClock
from tests.fakes.streaming_admin import FakeStreamingAdmin
from tests.metamodel.streaming.shop import desired

WANTED = desired()
ORDER = "shop.order.v1"
EVERYTHING = frozenset(Permission)

NAMES = st.sampled_from([*WANTED.state.topics, "shop.old.v1", "bank.v1", "bank.v2"])
USERS = st.sampled_from(["front", "back", "old-till", "somebody", "root"])
CONFIGS = st.dictionaries(
    st.sampled_from(["retention.ms", "segment.bytes", "min.insync.replicas"]),
    st.sampled_from(["-1", "1", "2", "900000"]),
)
TOPICS = st.builds(TopicState, NAMES, st.integers(1, 12), st.just(3), CONFIGS)
GRANTS = st.one_of(
    st.sampled_from(sorted(WANTED.state.grants)),
    st.builds(
        Grant,
        USERS.map("User:{}".format),
        st.sampled_from([ResourceKind.TOPIC, ResourceKind.GROUP]),
        NAMES,
        st.sampled_from([Operation.READ, Operation.ALTER]),
        st.sampled_from(Match),
        st.sampled_from(Effect),
    ),
)
CREDENTIALS = st.builds(Credential, USERS, st.sampled_from(Mechanism), st.just(8192))
LIMITS = st.dictionaries(
    st.sampled_from(["producer_byte_rate", "consumer_byte_rate"]),
    st.sampled_from([1.0, 1_048_576.0]),
    min_size=1,
)
STATES = st.builds(
    ClusterState,
    st.lists(TOPICS, unique_by=lambda item: item.name).map(
        lambda items: {
            item.name: replace(item, partitions=min(item.partitions, most(item.name)))
            for item in items
        }
    ),
    st.frozensets(GRANTS),
    st.frozensets(CREDENTIALS),
    st.dictionaries(USERS, LIMITS),
)


def most(name: str) -> int:
    """Of a topic with more partitions than declared nothing could be made."""
    wanted = WANTED.state.topics.get(name)
    return wanted.partitions if wanted else 12


def tools(admin: FakeStreamingAdmin) -> StreamingTools:
    return StreamingTools(admin, FakeClock(), lambda user: f"secret of {user}")


def apply(
    admin: FakeStreamingAdmin, permissions: Permissions = EVERYTHING, *, rest: bool = False
) -> ApplyReport:
    return apply_streaming_plan(None, WANTED, tools(admin), permissions, rest=rest)


def foreign_part(state: ClusterState) -> ClusterState:
    """What is not ours, and of our topics the settings nobody declares."""
    owned = WANTED.owned
    return ClusterState(
        {name: item for name, item in state.topics.items() if not owned.owns_topic(name)},
        frozenset(item for item in state.grants if not owned.owns_user(item.user)),
        frozenset(item for item in state.credentials if not owned.owns_user(item.user)),
        {user: limits for user, limits in state.quotas.items() if not owned.owns_user(user)},
    )


@given(STATES)
def test_law_what_is_ours_gets_as_declared_and_the_rest_stays(start: ClusterState) -> None:
    admin = FakeStreamingAdmin(start)

    report = apply(admin)

    assert report.left.drift == ()
    assert foreign_part(admin.state) == foreign_part(start)
    ours = owned_part(admin.state, WANTED.owned, WANTED.state)
    assert ours.topics.keys() == WANTED.state.topics.keys()
    assert (ours.grants, ours.credentials >= WANTED.state.credentials, ours.quotas) == (
        WANTED.state.grants,
        True,
        WANTED.state.quotas,
    )
    for name, topic in WANTED.state.topics.items():
        assert admin.own[name].configs.items() >= topic.configs.items() - INHERITED
        for undeclared in start.topics.get(name, topic).configs.keys() - topic.configs.keys():
            assert admin.own[name].configs[undeclared] == start.topics[name].configs[undeclared]


INHERITED = {("cleanup.policy", "delete")}
"""What a topic may have without anybody having set it on the topic."""


@given(STATES)
def test_law_a_second_time_nothing_is_left_to_do(start: ClusterState) -> None:
    admin = FakeStreamingAdmin(start)
    apply(admin)
    admin.asked.clear()

    assert apply(admin).done == ()
    assert admin.asked == []


@given(STATES)
def test_law_nothing_is_deleted_unless_that_is_said(start: ClusterState) -> None:
    admin = FakeStreamingAdmin(start)

    apply(admin, EVERYTHING - {Permission.DELETE})

    after = admin.state
    assert after.topics.keys() >= start.topics.keys()
    assert after.grants >= start.grants
    assert after.credentials >= start.credentials
    for user, limits in start.quotas.items():
        assert after.quotas[user].keys() >= limits.keys()


@given(STATES, st.integers(0, len(Stage)))
def test_law_cut_short_anywhere_the_next_time_ends_the_same(
    start: ClusterState, changes: int
) -> None:
    whole, cut = FakeStreamingAdmin(start), FakeStreamingAdmin(start)
    apply(whole)

    cut.fails_after = changes
    try:
        apply(cut)
    except ClusterUnavailable:
        cut.fails_after = None
        apply(cut)

    assert cut.state == whole.state


@given(STATES, st.integers(0, len(Stage)))
def test_law_nobody_declared_loses_a_right_before_the_last_one_is_given(
    start: ClusterState, changes: int
) -> None:
    admin = FakeStreamingAdmin(start)
    kept = start.grants & WANTED.state.grants
    admin.fails_after = changes
    try:
        apply(admin)
    except ClusterUnavailable:
        assert admin.state.grants >= kept
        if "remove_grants" in admin.asked or "delete_topics" in admin.asked:
            assert admin.state.grants >= WANTED.state.grants


def test_the_order_of_the_work_is_what_is_new_then_what_is_narrower() -> None:
    configs = {**WANTED.state.topics[ORDER].configs, "retention.ms": "-1"}
    topic = replace(WANTED.state.topics[ORDER], partitions=2, configs=configs)
    extra = Grant("User:front", ResourceKind.TOPIC, "shop.old.v1", Operation.READ)
    start = ClusterState(
        {ORDER: topic, "shop.old.v1": TopicState("shop.old.v1", 1, 3)},
        frozenset({extra}),
        frozenset({Credential("old-till", Mechanism.SCRAM_SHA_512, 8192)}),
        {"front": {"producer_byte_rate": 1.0, "request_percentage": 99.0}},
    )
    admin = FakeStreamingAdmin(start)

    apply(admin)

    assert admin.asked == [
        "create_topics",
        "add_partitions",
        "put_credentials",
        "add_grants",
        "set_quotas",
        "set_configs",
        "set_quotas",
        "remove_grants",
        "remove_credentials",
        "delete_topics",
    ]
    assert admin.passwords["front"] == "secret of front"


def test_a_plan_of_another_state_is_refused_and_nothing_is_changed() -> None:
    admin = FakeStreamingAdmin()
    planned = plan_streaming(WANTED, admin, FakeClock())
    admin.own[ORDER] = TopicState(ORDER, 12, 3)

    with pytest.raises(PlanOutdated, match=planned.hash):
        apply_streaming_plan(planned.hash, WANTED, tools(admin), EVERYTHING)

    assert admin.asked == []


def test_the_plan_that_was_made_is_applied() -> None:
    admin = FakeStreamingAdmin()
    planned = plan_streaming(WANTED, admin, FakeClock())

    report = apply_streaming_plan(planned.hash, WANTED, tools(admin))

    assert report.done == planned.differences
    assert report.left.differences == ()


@pytest.mark.parametrize("partitions", [5, 13])
def test_a_refused_change_stops_all_unless_the_rest_is_asked_for(partitions: int) -> None:
    admin = FakeStreamingAdmin(
        replace(
            WANTED.state, topics={ORDER: replace(WANTED.state.topics[ORDER], partitions=partitions)}
        )
    )

    with pytest.raises(PlanRefused, match=f"topic {ORDER} partitions"):
        apply(admin, frozenset())
    assert admin.asked == []

    report = apply(admin, frozenset(), rest=True)

    assert admin.own.keys() == WANTED.state.topics.keys()
    assert [item.part for item in report.left.drift] == ["partitions"]


def test_every_missing_password_is_told_before_anything_is_changed() -> None:
    admin = FakeStreamingAdmin()
    without = StreamingTools(admin, FakeClock(), no_password)

    with pytest.raises(PasswordMissing, match="back: front: repairs: watcher"):
        apply_streaming_plan(None, WANTED, without)

    assert admin.asked == []


class _Slow(FakeStreamingAdmin):
    """Shows new grants only after some looks, or never."""

    def __init__(self, looks: float) -> None:
        super().__init__(replace(WANTED.state, grants=frozenset()))
        self.looks = looks

    def grants(self) -> frozenset[Grant]:
        self.looks -= 1
        return frozenset() if self.looks > 0 else super().grants()


def test_a_cluster_may_take_a_moment_to_show_what_it_did() -> None:
    assert apply(_Slow(4)).left.drift == ()


def test_a_cluster_that_never_shows_it_is_not_believed() -> None:
    with pytest.raises(NotSettled, match="grant allow"):
        apply(_Slow(float("inf")))
