"""A declaration made true on a real broker, also when the work is cut short anywhere."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from metamodel.kernel.clock import SystemClock
from metamodel.streaming.changes import Permission, Stage
from metamodel.streaming.cluster import Credential, Grant, Mechanism, Operation, ResourceKind
from metamodel.streaming.derive import Desired
from orchestration.adapters.streaming_admin_kafka import KafkaStreamingAdmin
from orchestration.flows.apply_streaming_plan import StreamingTools, apply_streaming_plan
from orchestration.flows.plan_streaming import plan_streaming
from orchestration.ports.streaming_admin import ClusterUnavailable, StreamingAdmin
from tests.contract.guarded_broker import GuardedBroker, guarded_broker
from tests.eventually import eventually
from tests.metamodel.streaming.shop import desired

NOBODY = "127.0.0.1:1"
EVERYTHING = frozenset(Permission)
ONE_BROKER = {"town": {"replication": 1, "access": True}}


def test_a_cluster_that_is_not_there_is_unavailable() -> None:
    admin = KafkaStreamingAdmin(NOBODY, timeout_s=0.2)

    with pytest.raises(ClusterUnavailable):
        admin.topics(["shop.order.v1"])
    with pytest.raises(ClusterUnavailable):
        admin.delete_topics(["shop.order.v1"])


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardedBroker]:
    with guarded_broker(tmp_path_factory.mktemp("guarded")) as running:
        yield running


@pytest.fixture
def admin(broker: GuardedBroker) -> KafkaStreamingAdmin:
    """An empty cluster."""
    made = KafkaStreamingAdmin(broker.bootstrap, timeout_s=20)
    made.delete_topics(made.topics([]))
    made.remove_grants(made.grants())
    made.remove_credentials(made.credentials())
    made.set_quotas({user: dict.fromkeys(limits) for user, limits in made.quotas().items()})
    eventually(lambda: [*made.topics([]), *made.grants()], lambda found: not found, "no topic")
    return made


class _CutShort:
    """A real admin that takes some changes and then is gone."""

    def __init__(self, admin: KafkaStreamingAdmin, changes: int) -> None:
        self._admin = admin
        self._left = changes

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method: Callable[..., Any] = getattr(self._admin, name)
        if name.startswith(("create", "add", "set", "put", "remove", "delete")):
            self._left -= 1
            if self._left < 0:
                raise ClusterUnavailable(name, "the connection was cut")
        return method


def apply(admin: StreamingAdmin, wanted: Desired) -> tuple[Stage | None, ...]:
    tools = StreamingTools(admin, SystemClock(), lambda user: f"secret of {user}")
    report = apply_streaming_plan(None, wanted, tools, EVERYTHING)
    assert report.left.drift == ()
    return tuple(dict.fromkeys(item.stage for item in report.done))


@pytest.mark.integration
def test_killed_after_each_step_the_next_time_ends_as_declared(admin: KafkaStreamingAdmin) -> None:
    first = desired(environments=ONE_BROKER)
    second = desired(
        environments=ONE_BROKER,
        defaults={"partitions": 5, "retention": "1d", "config": {"max.message.bytes": "2MiB"}},
        topics={"shop.order.v1": {"retention": "9d"}},
        users={
            "front": {"why": "Both.", "roles": ["till", "kitchen"], "quota": {"consume": "1KiB/s"}},
            "repairs": {"why": "Repairs.", "access": ["replay"], "quota": {"request": "9%"}},
        },
        owns={"topics": ["shop.*"], "principals": ["back", "watcher"]},
    )

    for wanted in (first, second):
        for changes in itertools.count():
            cut: Any = _CutShort(admin, changes)
            try:
                apply(cut, wanted)
            except ClusterUnavailable:
                continue
            break
        assert changes > 0
        assert apply(admin, wanted) == ()
        assert plan_streaming(wanted, admin, SystemClock()).drift == ()


@pytest.mark.integration
def test_what_is_not_ours_is_as_it_was(admin: KafkaStreamingAdmin) -> None:
    theirs = Grant("User:teller", ResourceKind.TOPIC, "bank.v1", Operation.WRITE)
    wanted = desired(environments=ONE_BROKER)
    topic = replace(wanted.state.topics["shop.price.v1"], name="bank.v1")
    login = Credential("teller", Mechanism.SCRAM_SHA_256, 4096)
    admin.create_topics([topic])
    admin.add_grants([theirs])
    admin.put_credentials({login: "secret"})
    admin.set_quotas({"teller": {"producer_byte_rate": 3.0}})

    apply(admin, wanted)

    assert admin.topics(["bank.v1"])["bank.v1"].partitions == topic.partitions
    assert admin.configs(["bank.v1"])["bank.v1"][1] == topic.configs.keys()
    assert theirs in admin.grants()
    assert login in admin.credentials()
    assert admin.quotas()["teller"] == {"producer_byte_rate": 3.0}


@pytest.mark.integration
def test_a_user_that_was_made_logs_in_and_sees_what_it_was_granted(
    admin: KafkaStreamingAdmin, broker: GuardedBroker
) -> None:
    wanted = desired(environments=ONE_BROKER)
    apply(admin, wanted)
    login = broker.login("front", "secret of front", "SCRAM-SHA-512")

    front = KafkaStreamingAdmin(broker.guarded, timeout_s=20, client_options=login)

    assert set(front.topics([])) == {"shop.order.v1", "shop.price.v1"}


@pytest.mark.integration
def test_who_may_only_describe_can_watch_for_drift(
    admin: KafkaStreamingAdmin, broker: GuardedBroker
) -> None:
    wanted = desired(environments=ONE_BROKER)
    apply(admin, wanted)
    login = broker.login("watcher", "secret of watcher", "SCRAM-SHA-512")

    watcher = KafkaStreamingAdmin(broker.guarded, timeout_s=20, client_options=login)

    assert plan_streaming(wanted, watcher, SystemClock()).drift == ()
