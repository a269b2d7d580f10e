"""Rotation on the secured broker: the one who goes on, and the one who does not."""

import itertools
import os
import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from metamodel.events.codec import Codec
from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from metamodel.kernel.clock import SystemClock
from metamodel.streaming.broker_access import BrokerNotTrusted, CredentialsRefused
from ops.stack.certificates import Authority
from ops.stack.running import running_stack
from ops.stack.shape import LOCAL
from ops.stack.supervisor import Supervisor
from orchestration.adapters.broker_credentials_kafka import KafkaBrokerCredentials
from orchestration.adapters.event_sink_kafka import KafkaEventSink
from orchestration.adapters.event_source_kafka import KafkaEventSource
from orchestration.adapters.kafka_access import KafkaAccess
from orchestration.adapters.secret_files import SecretFile, write_secret
from orchestration.flows.change_authority import trust_also, trust_only
from orchestration.flows.rotate_certificate import KeyStore, rotate_certificate
from orchestration.flows.rotate_password import rotate_password
from orchestration.ports.broker_credentials import RotationRefused
from orchestration.ports.event_source import EventSourceUnavailable
from tests.contract.principal_access import access
from tests.eventually import eventually

pytestmark = pytest.mark.integration

TOPIC = PreaggRefresh.name
LOOKS = 8  # four for each network thread of the broker: other clients take turns too


@pytest.fixture(scope="module")
def stack() -> Iterator[Supervisor]:
    # A broker of its own: what is rotated here is not what others log in with.
    with running_stack(f"test-rotate-{os.getpid()}", ["kafka"], profile=LOCAL) as running:
        yield running


@pytest.fixture
def broker(stack: Supervisor) -> KafkaBrokerCredentials:
    return KafkaBrokerCredentials(bootstrap(stack), access(stack, "admin"))


def bootstrap(stack: Supervisor) -> str:
    return stack.environment["RAMPART_KAFKA_BOOTSTRAP"]


def logs_in(stack: Supervisor, who: KafkaAccess) -> bool:
    KafkaEventSource(bootstrap(stack), TOPIC, access=who).state()
    return True


def with_password(who: KafkaAccess, file: Path, password: bytes) -> KafkaAccess:
    return replace(who, password_file=write_secret(file, password))


def publishing(sink: KafkaEventSink) -> Callable[[], None]:
    """Sends one more event at each call."""
    numbers = itertools.count()

    def publish() -> None:
        payload = PreaggRefresh.new(
            SystemClock().now(),
            cube="orders",
            pre_aggregation="by_day",
            range_start=None,
            range_end=None,
            requested_by="test",
            reason=str(next(numbers)),
        )
        sink.publish(TOPIC, [payload])

    return publish


def test_after_a_rotation_the_old_password_is_refused_and_the_new_one_is_not(
    stack: Supervisor, broker: KafkaBrokerCredentials, tmp_path: Path
) -> None:
    who = access(stack, "operator")
    assert who.password_file is not None
    kept = SecretFile(who.password_file)
    old = with_password(who, tmp_path / "old", kept.read())
    assert logs_in(stack, old)
    rotate_password("operator", "another-password", broker, kept)
    assert logs_in(stack, who)
    with pytest.raises(CredentialsRefused):
        logs_in(stack, old)


@pytest.mark.timeout(180)
def test_a_client_that_is_told_goes_on_and_one_that_is_not_is_refused_until_it_looks(
    stack: Supervisor, broker: KafkaBrokerCredentials
) -> None:
    who = access(stack, "presence")
    assert who.password_file is not None
    told, untold = (
        KafkaEventSink(bootstrap(stack), Codec.committed(), access=who) for _ in range(2)
    )
    go_on, stop = publishing(told), publishing(untold)
    go_on()
    stop()
    rotate_password("presence", "a-new-password", broker, SecretFile(who.password_file), [told])

    def refused() -> bool:
        go_on()  # never raises, before and after its connection proves itself again
        try:
            stop()
        except CredentialsRefused:
            return True
        return False

    eventually(refused, bool, "the client that was not told is refused")
    stop()  # it was thrown away with its password, and the next one reads the file
    go_on()


def test_who_may_not_alter_the_cluster_rotates_nothing(stack: Supervisor, tmp_path: Path) -> None:
    mine = KafkaBrokerCredentials(bootstrap(stack), access(stack, "orchestration"))
    kept = SecretFile(write_secret(tmp_path / "password", b"old"))
    with pytest.raises(RotationRefused, match="CLUSTER_AUTHORIZATION_FAILED"):
        rotate_password("admin", "mine now", mine, kept)
    assert logs_in(stack, access(stack, "admin"))
    assert not (tmp_path / "password.next").exists()


def test_a_broker_that_is_away_is_not_a_refusal(stack: Supervisor) -> None:
    away = KafkaBrokerCredentials("127.0.0.1:1", access(stack, "admin"), timeout_s=1)
    with pytest.raises(EventSourceUnavailable):
        away.replace_password("presence", "x")


def client_store(stack: Supervisor) -> KeyStore:
    kept = SecretFile(stack.folder / "kafka" / "certificates" / "node-1.client.pem")
    return KeyStore(1, "client", str(kept.path), str(kept.next_path), kept)


def show(stack: Supervisor, content: bytes, broker: KafkaBrokerCredentials) -> None:
    """Rotate to this certificate, and wait until new clients see it."""
    rotate_certificate(client_store(stack), content, broker)
    # The broker's network threads take turns with new clients, and change one after the other.
    eventually(
        lambda: {shown_by(stack) for _ in range(LOOKS)},
        lambda shown: all(one in content.decode() for one in shown),
        "the new one of every thread",
    )


def authority_of(stack: Supervisor) -> Authority:
    return Authority.read(stack.folder / "kafka" / "certificates", "client-authority")


def shown_by(stack: Supervisor) -> str:
    """The certificate that the broker shows to a new client."""
    return ssl.get_server_certificate(("127.0.0.1", stack.ports["kafka_1"]))


def test_a_new_certificate_is_shown_at_once_and_without_a_restart(
    stack: Supervisor, broker: KafkaBrokerCredentials
) -> None:
    before, pid = shown_by(stack), stack.pid("kafka_1")
    store = client_store(stack)
    content = authority_of(stack).issue("node-1", SystemClock().now())
    store.kept.replace(content)
    assert shown_by(stack) == before  # control: a file that only changed is not noticed
    show(stack, content, broker)
    assert stack.pid("kafka_1") == pid
    assert logs_in(stack, access(stack, "orchestration"))


@pytest.mark.parametrize("fault", ["another name", "another address", "junk"])
def test_a_certificate_that_the_broker_refuses_changes_nothing(
    stack: Supervisor, broker: KafkaBrokerCredentials, fault: str
) -> None:
    store, now = client_store(stack), SystemClock().now()
    before, shown = store.kept.read(), shown_by(stack)
    content = {
        "another name": authority_of(stack).issue("node-9", now),
        "another address": authority_of(stack).issue("node-1", now, ("127.0.0.9",)),
        "junk": b"no certificate",
    }[fault]
    with pytest.raises(RotationRefused, match="node 1"):
        rotate_certificate(store, content, broker)
    assert store.kept.read() == before
    assert shown_by(stack) == shown
    assert logs_in(stack, access(stack, "orchestration"))


def test_with_trust_first_nobody_is_cut_off_by_a_new_authority(
    stack: Supervisor, broker: KafkaBrokerCredentials, tmp_path: Path
) -> None:
    now = SystemClock().now()
    old, new = authority_of(stack), Authority.new("rampart client-authority", now)
    who = access(stack, "orchestration")
    files = {name: tmp_path / name for name in ("careful", "careless", "hasty")}
    for name, file in files.items():
        file.write_bytes(new.trusted if name == "hasty" else old.trusted)
    careful, careless, hasty = (replace(who, ca_file=file) for file in files.values())

    trust_also(SecretFile(files["careful"]), new.trusted)
    assert logs_in(stack, careful)
    assert logs_in(stack, careless)
    with pytest.raises(BrokerNotTrusted):
        logs_in(stack, hasty)

    show(stack, new.issue("node-1", now), broker)
    try:
        assert logs_in(stack, careful)
        with pytest.raises(BrokerNotTrusted):
            logs_in(stack, careless)  # what certificates without trust cost
        trust_only(SecretFile(files["careful"]), new.trusted)
        assert logs_in(stack, careful)
        assert logs_in(stack, hasty)
    finally:
        admin = replace(access(stack, "admin"), ca_file=files["hasty"])
        back = KafkaBrokerCredentials(bootstrap(stack), admin)
        show(stack, old.issue("node-1", now), back)
