"""What every streaming admin does, in memory and on a broker."""

import itertools
import os
from collections.abc import Callable
from typing import Protocol, TypeVar

import pytest

from metamodel.streaming.cluster import (
    THE_CLUSTER,
    Credential,
    Effect,
    Grant,
    Match,
    Mechanism,
    Operation,
    ResourceKind,
    TopicState,
)
from orchestration.ports.streaming_admin import ChangeRefused, StreamingAdmin
from tests.eventually import eventually

T = TypeVar("T")
_NUMBERS = itertools.count(1)


def fresh(word: str) -> str:
    """A name that no other test and no other run uses."""
    return f"{word}-{os.getpid()}-{next(_NUMBERS)}"


class AdminUnderTest(Protocol):
    """An admin, and the records that it is asked about."""

    @property
    def admin(self) -> StreamingAdmin:
        """The one that is looked at."""
        ...

    def write(self, topic: str) -> None:
        """Put one record, of now, into a topic."""
        ...

    def read(self, topic: str, group: str) -> None:
        """Have a group at the beginning of a topic."""
        ...


class TopicsContract:
    """Topics, their settings and their records."""

    @pytest.fixture
    def admin(self, under_test: AdminUnderTest) -> StreamingAdmin:
        return under_test.admin

    @pytest.fixture
    def topic(self, admin: StreamingAdmin) -> str:
        name = f"{fresh('test')}.v1"
        configs = {"retention.ms": "3600000", "cleanup.policy": "compact,delete"}
        admin.create_topics([TopicState(name, 2, None, configs)])
        seen(lambda: admin.topics([name]), lambda found: name in found)
        return name

    def test_a_topic_is_made_as_it_is_wanted(self, admin: StreamingAdmin, topic: str) -> None:
        found = admin.topics([topic])[topic]
        configs, own = seen(lambda: admin.configs([topic])[topic], lambda item: len(item[1]) == 2)

        assert (found.partitions, found.replication) == (2, 1)
        assert own == {"retention.ms", "cleanup.policy"}
        assert configs["retention.ms"] == "3600000"
        assert configs["compression.type"] == "producer"  # nobody's but in force

    def test_a_topic_that_is_there_stays_as_it_is(self, admin: StreamingAdmin, topic: str) -> None:
        admin.create_topics([TopicState(topic, 7, None)])

        assert admin.topics([topic])[topic].partitions == 2

    def test_an_expected_topic_that_is_not_there_is_missing(self, admin: StreamingAdmin) -> None:
        name = f"{fresh('absent')}.v1"

        assert name not in admin.topics([name])

    def test_what_the_cluster_cannot_make_is_refused_with_its_reason(
        self, admin: StreamingAdmin
    ) -> None:
        with pytest.raises(ChangeRefused, match="INVALID_REPLICATION_FACTOR"):
            admin.create_topics([TopicState(f"{fresh('test')}.v1", 1, 99)])

    def test_partitions_are_added_and_never_taken(self, admin: StreamingAdmin, topic: str) -> None:
        admin.add_partitions({topic: 4})
        seen(lambda: admin.topics([topic])[topic].partitions, lambda count: count == 4)

        with pytest.raises(ChangeRefused, match="INVALID_PARTITIONS"):
            admin.add_partitions({topic: 1})

    def test_a_setting_is_set_and_the_others_stay(self, admin: StreamingAdmin, topic: str) -> None:
        admin.set_configs({topic: {"retention.ms": "7200000", "segment.bytes": "2097152"}})

        configs, own = seen(lambda: admin.configs([topic])[topic], lambda item: len(item[1]) == 3)
        assert own == {"retention.ms", "cleanup.policy", "segment.bytes"}
        assert (configs["retention.ms"], configs["cleanup.policy"]) == (
            "7200000",
            "compact,delete",
        )

    def test_settings_of_no_topic_are_none(self, admin: StreamingAdmin) -> None:
        assert admin.configs([]) == {}

    def test_a_topic_holds_records_once_one_is_written(
        self, admin: StreamingAdmin, topic: str, under_test: AdminUnderTest
    ) -> None:
        assert admin.topics_with_records([topic]) == frozenset()

        under_test.write(topic)

        assert admin.topics_with_records([topic]) == {topic}

    def test_a_group_has_unread_what_lies_before_a_moment(
        self, admin: StreamingAdmin, topic: str, under_test: AdminUnderTest
    ) -> None:
        group = fresh("reader.group")
        under_test.write(topic)
        under_test.read(topic, group)

        assert admin.unread_before(topic, 1_000).get(group) is None
        assert admin.unread_before(topic, LONG_FROM_NOW_MS)[group] == 1

    def test_to_change_nothing_is_no_request(self, admin: StreamingAdmin) -> None:
        admin.create_topics([])
        admin.add_partitions({})
        admin.set_configs({})
        admin.add_grants([])
        admin.remove_grants([])
        admin.put_credentials({})
        admin.remove_credentials([])
        admin.set_quotas({})
        admin.delete_topics([])

    def test_a_topic_is_deleted_once(self, admin: StreamingAdmin, topic: str) -> None:
        admin.delete_topics([topic])
        seen(lambda: admin.topics([topic]), lambda found: topic not in found)

        admin.delete_topics([topic])


class AccountsContract:
    """Credentials and limits: a broker keeps them whether it asks for them or not."""

    @pytest.fixture
    def admin(self, under_test: AdminUnderTest) -> StreamingAdmin:
        return under_test.admin

    def test_a_credential_is_made_replaced_and_taken_away(self, admin: StreamingAdmin) -> None:
        user = fresh("user")
        first = Credential(user, Mechanism.SCRAM_SHA_512, 8192)
        better = Credential(user, Mechanism.SCRAM_SHA_512, 9000)
        other = Credential(user, Mechanism.SCRAM_SHA_256, 4096)

        def mine() -> set[Credential]:
            return {item for item in admin.credentials() if item.user == user}

        admin.put_credentials({first: "one", other: "one"})
        seen(mine, lambda found: found == {first, other})
        admin.put_credentials({better: "two"})
        seen(mine, lambda found: found == {better, other})
        admin.remove_credentials([better, other])
        seen(mine, lambda found: found == set())
        admin.remove_credentials([better])

    def test_limits_are_set_one_by_one_and_taken_away(self, admin: StreamingAdmin) -> None:
        user = fresh("user")

        def mine() -> dict[str, float]:
            return dict(admin.quotas().get(user, {}))

        admin.set_quotas({user: {"producer_byte_rate": 5.0, "request_percentage": 50.0}})
        seen(mine, lambda found: found == {"producer_byte_rate": 5.0, "request_percentage": 50.0})
        admin.set_quotas({user: {"producer_byte_rate": 7.0, "request_percentage": None}})
        seen(mine, lambda found: found == {"producer_byte_rate": 7.0})
        admin.set_quotas({user: {"producer_byte_rate": None}})
        seen(mine, lambda found: found == {})


class GrantsContract:
    """Grants, where a broker asks who one is."""

    @pytest.fixture
    def admin(self, under_test: AdminUnderTest) -> StreamingAdmin:
        return under_test.admin

    def test_every_form_of_grant_is_given_seen_and_taken_away(self, admin: StreamingAdmin) -> None:
        who, name = f"User:{fresh('user')}", fresh("thing")
        grants = {
            Grant(who, ResourceKind.TOPIC, name, Operation.READ),
            Grant(who, ResourceKind.TOPIC, name, Operation.READ, Match.PREFIXED),
            Grant(who, ResourceKind.GROUP, name, Operation.ALL, Match.PREFIXED),
            Grant(who, ResourceKind.TRANSACTIONAL_ID, name, Operation.WRITE, Match.PREFIXED),
            Grant(who, ResourceKind.CLUSTER, THE_CLUSTER, Operation.DESCRIBE_CONFIGS),
            Grant(who, ResourceKind.TOPIC, "*", Operation.DESCRIBE),
            Grant(who, ResourceKind.TOPIC, name, Operation.WRITE, effect=Effect.DENY),
            Grant(who, ResourceKind.TOPIC, name, Operation.WRITE, host="127.0.0.1"),
        }

        def mine() -> set[Grant]:
            return {item for item in admin.grants() if item.principal == who}

        admin.add_grants(grants)
        seen(mine, lambda found: found == grants)
        admin.add_grants(grants)
        one = next(item for item in grants if item.match is Match.PREFIXED)
        admin.remove_grants([one])
        seen(mine, lambda found: found == grants - {one})
        admin.remove_grants(grants)
        seen(mine, lambda found: found == set())


LONG_FROM_NOW_MS = 9_000_000_000_000


def seen(look: Callable[[], T], enough: Callable[[T], bool]) -> T:
    """A cluster may take a moment to show what it did."""
    return eventually(look, enough, "what was changed")
