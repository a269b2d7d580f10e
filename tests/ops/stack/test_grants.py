"""The least each principal must be allowed."""

from confluent_kafka.admin import (  # type: ignore[attr-defined]
    AclOperation,
    AclPermissionType,
    ResourceType,
)

from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from ops.stack.grants import GROUPS, bindings, visible_to

FOUND = {
    (item.principal, item.restype, item.name, item.operation) for item in bindings([PreaggRefresh])
}


def test_writers_may_write_and_readers_may_read() -> None:
    topic = ResourceType.TOPIC
    assert ("User:presence", topic, PreaggRefresh.name, AclOperation.WRITE) in FOUND
    assert ("User:orchestration", topic, PreaggRefresh.name, AclOperation.READ) in FOUND


def test_who_only_writes_may_not_read() -> None:
    assert ("User:presence", ResourceType.TOPIC, PreaggRefresh.name, AclOperation.READ) not in FOUND


def test_who_reads_may_put_aside_what_it_cannot_handle() -> None:
    aside = PreaggRefresh.dead_letter_topic()
    assert ("User:orchestration", ResourceType.TOPIC, aside, AclOperation.WRITE) in FOUND


def test_the_exporter_looks_and_does_nothing_else() -> None:
    operations = {operation for who, _, _, operation in FOUND if who == "User:exporter"}
    assert operations == {AclOperation.DESCRIBE}


def test_groups_are_open_only_under_the_platforms_own_prefix() -> None:
    assert {name for _, kind, name, _ in FOUND if kind == ResourceType.GROUP} == {GROUPS}


def test_nothing_is_denied_by_name_and_nobody_may_do_everything() -> None:
    granted = bindings([PreaggRefresh])
    assert {item.permission_type for item in granted} == {AclPermissionType.ALLOW}
    assert AclOperation.ALL not in {item.operation for item in granted}


def test_who_has_no_right_to_a_topic_does_not_see_it() -> None:
    assert visible_to("presence", [PreaggRefresh]) == {PreaggRefresh.name}
    assert visible_to("nobody", [PreaggRefresh]) == frozenset()
