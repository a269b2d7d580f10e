"""Grants, derived from roles."""

from metamodel.events._catalogue import topics
from metamodel.streaming.cluster import EVERY, Match, Operation, ResourceKind
from metamodel.streaming.derive import derive
from metamodel.streaming.grants import grants_of
from metamodel.streaming.load import load_declaration
from tests.metamodel.streaming.shop import COMMITTED, TEXT, TOPICS, declared, loaded


def words(user: str) -> list[str]:
    found = sorted(item for item in grants_of(declared(), TOPICS) if item.user == user)
    return [str(item).removeprefix(f"allow {user} ") for item in found]


def test_a_writer_writes_a_reader_reads_and_each_sees_what_it_touches() -> None:
    assert set(words("front")) == {
        "READ on group front.*",
        "WRITE on topic shop.order.v1",
        "DESCRIBE on topic shop.order.v1",
        "READ on topic shop.price.v1",
        "DESCRIBE on topic shop.price.v1",
        "WRITE on transactional_id front-*",
        "DESCRIBE on transactional_id front-*",
    }


def test_a_reader_puts_aside_what_it_cannot_handle_and_reads_its_retries() -> None:
    assert set(words("back")) == {
        "READ on group stove.*",
        "READ on topic shop.order.v1",
        "DESCRIBE on topic shop.order.v1",
        "WRITE on topic shop.price.v1",
        "DESCRIBE on topic shop.price.v1",
        *(
            f"{operation} on topic shop.order.v1.retry.{number}"
            for operation in ("READ", "WRITE", "DESCRIBE")
            for number in (1, 2)
        ),
        "WRITE on topic shop.order.v1.dlq",
        "DESCRIBE on topic shop.order.v1.dlq",
    }


def test_who_looks_sees_everything_and_reads_dead_letters_only() -> None:
    assert set(words("watcher")) == {
        "DESCRIBE on topic *",
        "DESCRIBE_CONFIGS on topic *",
        "DESCRIBE on cluster kafka-cluster",
        "DESCRIBE_CONFIGS on cluster kafka-cluster",
        "DESCRIBE on group *",
        "READ on group watcher.*",
        "READ on topic shop.order.v1.dlq",
        "DESCRIBE on topic shop.order.v1.dlq",
    }


def test_who_browses_reads_what_is_about_no_person_and_joins_no_group() -> None:
    with_ui = TEXT.replace(
        "  repairs:", "  window:\n    why: Shows.\n    access: [browse]\n  repairs:"
    )
    grants = grants_of(loaded(with_ui).require(), TOPICS)
    found = {str(item).removeprefix("allow window ") for item in grants if item.user == "window"}

    assert found == {
        "DESCRIBE on topic *",
        "DESCRIBE_CONFIGS on topic *",
        "DESCRIBE on cluster kafka-cluster",
        "DESCRIBE_CONFIGS on cluster kafka-cluster",
        "DESCRIBE on group *",
        "READ on topic shop.price.v1",
        "DESCRIBE on topic shop.price.v1",
    }


def test_nobody_browses_what_is_about_people_nor_what_waits_beside_it() -> None:
    text = COMMITTED.read_text()
    state = derive(load_declaration(text, topics()).require(), topics(), "production").state
    reads = {
        item.resource
        for item in state.grants
        if item.user == "kafka-ui" and item.operation is Operation.READ
    }

    assert reads == {
        "core.metamodel.published.v1",
        "core.reporting.preagg.refresh.v1",
        "core.reporting.preagg.refresh.v1.dlq",
        "core.reporting.preagg.status.v1",
        "platform.heartbeat.probe.v1",
    }
    touched = {item.operation for item in state.grants if item.user == "kafka-ui"}
    assert touched == {Operation.READ, Operation.DESCRIBE, Operation.DESCRIBE_CONFIGS}


def test_a_replay_goes_to_the_first_retry_so_that_other_groups_see_it_once() -> None:
    assert set(words("repairs")) == {
        "READ on group repairs.*",
        "READ on topic shop.order.v1.dlq",
        "DESCRIBE on topic shop.order.v1.dlq",
        "WRITE on topic shop.order.v1.retry.1",
        "DESCRIBE on topic shop.order.v1.retry.1",
    }


def test_every_grant_names_what_exists_and_every_topic_is_written_and_read() -> None:
    text = COMMITTED.read_text()
    state = derive(load_declaration(text, topics()).require(), topics(), "production").state
    users = {item.user for item in state.credentials}
    exact = {item for item in state.grants if item.kind is ResourceKind.TOPIC}

    assert {item.user for item in state.grants} <= users
    assert {item.resource for item in exact} - {EVERY} == set(state.topics)
    for name in state.topics:
        assert {Operation.READ, Operation.WRITE} <= {
            item.operation for item in exact if item.resource == name
        }


def test_no_record_of_every_topic_can_be_touched_by_one_grant() -> None:
    for grant in grants_of(declared(), TOPICS):
        if grant.kind is ResourceKind.TOPIC and grant.resource == EVERY:
            assert grant.operation in {Operation.DESCRIBE, Operation.DESCRIBE_CONFIGS}
        if grant.match is Match.PREFIXED:
            assert grant.kind in {ResourceKind.GROUP, ResourceKind.TRANSACTIONAL_ID}
