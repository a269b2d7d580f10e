"""Two states of a cluster, and what ending each difference would mean."""

from dataclasses import replace

import pytest

from metamodel.streaming.changes import Difference, Permission, Stage, Verdict
from metamodel.streaming.cluster import (
    ClusterState,
    Credential,
    Effect,
    Grant,
    Mechanism,
    Operation,
    ResourceKind,
    TopicState,
)
from metamodel.streaming.compare import compare, owned_part
from tests.metamodel.streaming.shop import desired

WANTED = desired()
ORDER = "shop.order.v1"


def reached() -> ClusterState:
    """The wanted state as a cluster shows it."""
    topics = {
        name: replace(topic, replication=3, own=frozenset(topic.configs))
        for name, topic in WANTED.state.topics.items()
    }
    return replace(WANTED.state, topics=topics)


def with_topic(**changes: object) -> ClusterState:
    state = reached()
    topic = replace(state.topics[ORDER], **changes)  # type: ignore[arg-type]
    return replace(state, topics={**state.topics, ORDER: topic})


def with_config(name: str, value: str) -> ClusterState:
    return with_topic(configs={**reached().topics[ORDER].configs, name: value})


def only(actual: ClusterState) -> Difference:
    (found,) = compare(WANTED, actual)
    return found


def test_what_is_as_it_is_wanted_differs_in_nothing() -> None:
    assert compare(WANTED, reached()) == []


def test_on_an_empty_cluster_everything_is_made_in_the_order_of_the_work() -> None:
    found = compare(WANTED, ClusterState())

    assert {item.verdict for item in found} == {Verdict.SAFE}
    assert [item.stage for item in found] == sorted(item.stage or 0 for item in found)
    assert {item.subject for item in found} == {"topic", "credential", "grant", "quota"}


def test_without_an_authorizer_only_topics_are_compared() -> None:
    found = compare(desired("bench"), replace(reached(), topics={}))

    assert {item.subject for item in found} == {"topic"}


def test_partitions_are_never_taken_away() -> None:
    found = only(with_topic(partitions=13))

    assert (found.verdict, found.stage) == (Verdict.UNSUPPORTED, None)
    assert (found.found, found.wanted) == ("13", "12")
    assert "new major version" in found.cure


def test_more_partitions_break_the_order_of_keys() -> None:
    found = only(with_topic(partitions=2))

    assert (found.verdict, found.needs) == (Verdict.UNSAFE, frozenset({Permission.PARTITIONS}))


def test_copies_are_moved_by_another_program() -> None:
    state = with_topic(replication=1)
    copies = next(item for item in compare(WANTED, state) if item.part == "replication")

    assert (copies.verdict, copies.stage) == (Verdict.UNSUPPORTED, None)


def test_more_copies_in_sync_than_there_are_would_stop_every_writer() -> None:
    configs = {**reached().topics[ORDER].configs, "min.insync.replicas": "1"}
    found = compare(WANTED, with_topic(replication=1, configs=configs))

    assert {item.verdict for item in found} == {Verdict.UNSUPPORTED}
    assert {item.part for item in found} == {"replication", "min.insync.replicas"}


@pytest.mark.parametrize(
    ("name", "before", "verdict", "stage"),
    [
        ("retention.ms", "1", Verdict.SAFE, Stage.WIDEN_CONFIGS),
        ("retention.ms", "-1", Verdict.SAFE, Stage.NARROW_CONFIGS),
        ("retention.ms", "99999999999", Verdict.SAFE, Stage.NARROW_CONFIGS),
        ("cleanup.policy", "compact", Verdict.UNSAFE, Stage.NARROW_CONFIGS),
        ("min.insync.replicas", "1", Verdict.SAFE, Stage.NARROW_CONFIGS),
    ],
)
def test_a_setting_that_takes_something_away_comes_late(
    name: str, before: str, verdict: Verdict, stage: Stage
) -> None:
    found = only(with_config(name, before))

    assert (found.verdict, found.stage, found.found) == (verdict, stage, before)


def test_a_smaller_largest_record_is_for_somebody_to_allow() -> None:
    wanted = desired(defaults={"partitions": 3, "config": {"max.message.bytes": 1000}})
    state = replace(wanted.state, topics=dict(wanted.state.topics))
    topic = replace(
        state.topics[ORDER], configs={**state.topics[ORDER].configs, "max.message.bytes": "2000"}
    )
    state = replace(state, topics={**state.topics, ORDER: topic})

    (found,) = compare(wanted, state)

    assert found.needs == frozenset({Permission.LOSS})


def test_the_order_of_a_list_is_no_drift() -> None:
    wanted = desired(topics={ORDER: {"cleanup": "compact,delete"}})
    configs = {**wanted.state.topics[ORDER].configs, "cleanup.policy": "delete,compact"}
    topic = replace(wanted.state.topics[ORDER], configs=configs)

    assert (
        compare(wanted, replace(wanted.state, topics={**wanted.state.topics, ORDER: topic})) == []
    )


def test_a_default_that_nobody_declared_is_no_drift_and_what_somebody_set_is_worth_knowing() -> (
    None
):
    configs = {**reached().topics[ORDER].configs, "segment.bytes": "1", "flush.ms": "2"}
    own = reached().topics[ORDER].own | {"flush.ms"}

    found = only(with_topic(configs=configs, own=own))

    assert (found.verdict, found.part, found.found) == (Verdict.INFO, "flush.ms", "2")


def test_a_topic_of_ours_that_nothing_declares_can_be_deleted_and_anothers_never() -> None:
    ours, theirs = TopicState("shop.old.v1", 1, 1), TopicState("bank.v1", 1, 1)
    state = replace(reached(), topics={**reached().topics, "shop.old.v1": ours, "bank.v1": theirs})

    orphan, foreign = compare(WANTED, state)

    assert (orphan.name, orphan.needs, orphan.stage) == (
        "shop.old.v1",
        frozenset({Permission.DELETE}),
        Stage.DELETE_TOPICS,
    )
    assert (foreign.name, foreign.verdict, foreign.stage) == ("bank.v1", Verdict.INFO, None)


def grant(user: str, **changes: object) -> Grant:
    made = Grant(f"User:{user}", ResourceKind.TOPIC, ORDER, Operation.ALTER)
    return replace(made, **changes)  # type: ignore[arg-type]


def with_grant(added: Grant) -> ClusterState:
    return replace(reached(), grants=reached().grants | {added})


@pytest.mark.parametrize("user", ["front", "old-till"])
def test_a_grant_of_ours_that_no_role_asks_for_is_taken_away_if_that_is_said(user: str) -> None:
    found = only(with_grant(grant(user)))

    assert (found.needs, found.stage) == (frozenset({Permission.DELETE}), Stage.REMOVE_GRANTS)


def test_to_take_a_denial_away_is_to_grant() -> None:
    found = only(with_grant(grant("front", effect=Effect.DENY)))

    assert found.needs == frozenset({Permission.DELETE, Permission.WIDER})


def test_a_grant_of_a_kind_nobody_knows_is_left_to_another_program() -> None:
    found = only(with_grant(grant("front", kind=ResourceKind.OTHER)))

    assert (found.verdict, found.stage) == (Verdict.UNSUPPORTED, None)


@pytest.mark.parametrize("user", ["somebody", "root", "*"])
def test_anothers_grant_is_worth_knowing(user: str) -> None:
    assert only(with_grant(grant(user))).verdict is Verdict.INFO


def login(user: str, iterations: int = 8192) -> Credential:
    return Credential(user, Mechanism.SCRAM_SHA_512, iterations)


def test_credentials_are_made_known_or_taken_away() -> None:
    kept = {item for item in reached().credentials if item.user not in {"front", "back"}}
    found = compare(
        WANTED,
        replace(
            reached(),
            credentials=frozenset(
                {*kept, login("back", 4096), login("old-till"), login("root"), login("somebody")}
            ),
        ),
    )

    assert [(item.name.split()[0], item.verdict, item.stage) for item in found] == [
        ("front", Verdict.SAFE, Stage.PUT_CREDENTIALS),
        ("old-till", Verdict.UNSAFE, Stage.REMOVE_CREDENTIALS),
        ("back", Verdict.INFO, None),
        ("somebody", Verdict.INFO, None),
    ]


def test_limits_are_set_raised_lowered_and_taken_away() -> None:
    quotas = {
        "front": {"producer_byte_rate": 1.0, "request_percentage": 90.0, "consumer_byte_rate": 5.0},
        "old-till": {"consumer_byte_rate": 7.0},
        "somebody": {"consumer_byte_rate": 7.0},
    }
    found = compare(WANTED, replace(reached(), quotas=quotas))

    assert [(item.name, item.part, item.stage, item.needs) for item in found] == [
        ("front", "consumer_byte_rate", Stage.RAISE_QUOTAS, frozenset({Permission.DELETE})),
        ("front", "producer_byte_rate", Stage.RAISE_QUOTAS, frozenset()),
        ("old-till", "consumer_byte_rate", Stage.RAISE_QUOTAS, frozenset({Permission.DELETE})),
        ("front", "request_percentage", Stage.LOWER_QUOTAS, frozenset()),
        ("somebody", "", None, frozenset()),
    ]


def test_a_plan_depends_on_what_is_ours_and_on_settings_somebody_speaks_of() -> None:
    state = reached()
    foreign = replace(
        with_config("segment.bytes", "7"),
        grants=state.grants | {grant("somebody")},
        quotas={**state.quotas, "somebody": {"consumer_byte_rate": 1.0}},
        credentials=state.credentials | {login("somebody")},
    )
    bank = {**foreign.topics, "bank.v1": TopicState("bank.v1", 1, 1)}

    assert owned_part(replace(foreign, topics=bank), WANTED.owned, WANTED.state) == owned_part(
        state, WANTED.owned, WANTED.state
    )
    set_here = with_topic(
        configs={**state.topics[ORDER].configs, "flush.ms": "7"},
        own=state.topics[ORDER].own | {"flush.ms"},
    )
    assert owned_part(set_here, WANTED.owned, WANTED.state) != owned_part(
        state, WANTED.owned, WANTED.state
    )
