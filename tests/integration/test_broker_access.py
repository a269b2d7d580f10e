"""The refusals of the secured broker, each beside somebody who is let in on the same path."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from metamodel.events.codec import Codec
from metamodel.events.core_metamodel_published import MetamodelPublished
from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from metamodel.kernel.clock import SystemClock
from metamodel.streaming.broker_access import AccessRefused, BrokerNotTrusted, CredentialsRefused
from ops.stack.certificates import Authority
from ops.stack.principals import ADMIN, EXPORTER, ORCHESTRATION, PRESENCE
from ops.stack.supervisor import Supervisor
from orchestration.adapters.access_probe_kafka import KafkaAccessProbe
from orchestration.adapters.event_sink_kafka import KafkaEventSink
from orchestration.adapters.event_source_kafka import KafkaEventSource
from orchestration.adapters.group_positions_kafka import KafkaGroupPositions
from orchestration.adapters.kafka_access import PLAIN, KafkaAccess
from orchestration.adapters.streaming_admin_kafka import KafkaStreamingAdmin
from orchestration.ports.access_probe import Answer, Attempt, Operation, Resource
from orchestration.ports.consumer_group import Place
from orchestration.ports.event_source import EventSourceUnavailable
from tests.contract.principal_access import access

pytestmark = pytest.mark.integration

PATIENCE_S = 60.0  # a refusal that has to wait for this one is none
SOON_S = 20.0
REFRESH, PUBLISHED = PreaggRefresh.name, MetamodelPublished.name


@pytest.fixture(scope="module")
def stack(secured_kafka: Supervisor) -> Supervisor:
    return secured_kafka


@pytest.fixture(scope="module")
def bootstrap(stack: Supervisor) -> str:
    return stack.environment["RAMPART_KAFKA_BOOTSTRAP"]


def written(file: Path, text: str) -> Path:
    file.write_text(text)
    return file


def topic_id(bootstrap: str, who: KafkaAccess, timeout_s: float = PATIENCE_S) -> str:
    return KafkaEventSource(bootstrap, REFRESH, access=who, timeout_s=timeout_s).state().topic_id


def test_who_is_known_and_trusts_the_right_authority_is_let_in(
    stack: Supervisor, bootstrap: str
) -> None:
    assert topic_id(bootstrap, access(stack, ORCHESTRATION))


def test_a_wrong_password_is_said_to_be_one(
    stack: Supervisor, bootstrap: str, tmp_path: Path
) -> None:
    wrong = replace(access(stack, ORCHESTRATION), password_file=written(tmp_path / "p", "wrong"))
    with pytest.raises(CredentialsRefused, match="authentication"):
        topic_id(bootstrap, wrong)


def test_an_unknown_user_is_refused_as_a_wrong_password_is(
    stack: Supervisor, bootstrap: str
) -> None:
    with pytest.raises(CredentialsRefused):
        topic_id(bootstrap, replace(access(stack, ORCHESTRATION), user="nobody"))


@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-256"])
def test_another_mechanism_is_refused(stack: Supervisor, bootstrap: str, mechanism: str) -> None:
    with pytest.raises(CredentialsRefused):
        topic_id(bootstrap, replace(access(stack, ORCHESTRATION), mechanism=mechanism))


def test_a_broker_of_an_unknown_authority_is_not_trusted(
    stack: Supervisor, bootstrap: str, tmp_path: Path
) -> None:
    foreign = Authority.new("somebody else", SystemClock().now()).trusted.decode()
    wrong = replace(access(stack, ORCHESTRATION), ca_file=written(tmp_path / "ca", foreign))
    with pytest.raises(BrokerNotTrusted, match="certificate"):
        topic_id(bootstrap, wrong)


def test_a_broker_at_an_address_its_certificate_does_not_name_is_not_trusted(
    stack: Supervisor, bootstrap: str
) -> None:
    who = access(stack, ORCHESTRATION)
    with forwarded(bootstrap) as elsewhere:
        with pytest.raises(BrokerNotTrusted, match="certificate"):
            topic_id(elsewhere, who)
        careless = {"ssl.endpoint.identification.algorithm": "none"}  # control: the same address
        source = KafkaEventSource(elsewhere, REFRESH, access=who, client_options=careless)
        assert source.state().topic_id


def test_nobody_is_let_in_without_tls(stack: Supervisor, bootstrap: str) -> None:
    bare = replace(access(stack, ORCHESTRATION), security_protocol="SASL_PLAINTEXT")
    for who in (PLAIN, bare):
        with pytest.raises(EventSourceUnavailable):
            topic_id(bootstrap, who, timeout_s=3)
    assert topic_id(bootstrap, access(stack, ORCHESTRATION), timeout_s=3)


def test_every_adapter_says_so_at_once(stack: Supervisor, bootstrap: str, tmp_path: Path) -> None:
    wrong = replace(access(stack, ORCHESTRATION), password_file=written(tmp_path / "p", "wrong"))
    payload = PreaggRefresh.new(
        SystemClock().now(),
        cube="orders",
        pre_aggregation="by_day",
        range_start=None,
        range_end=None,
        requested_by="test",
        reason="test",
    )
    clock = SystemClock()
    began = clock.monotonic_s()
    sink = KafkaEventSink(bootstrap, Codec.committed(), access=wrong, timeout_s=PATIENCE_S)
    with pytest.raises(CredentialsRefused):
        sink.publish(REFRESH, [payload])
    cluster = KafkaStreamingAdmin(bootstrap, access=wrong, timeout_s=PATIENCE_S)
    with pytest.raises(CredentialsRefused):
        cluster.topics([])
    groups = KafkaGroupPositions(bootstrap, access=wrong, timeout_s=PATIENCE_S)
    with pytest.raises(AccessRefused):
        groups.positions("rampart.preagg-refresh", [Place(REFRESH, 0)])
    assert clock.monotonic_s() - began < PATIENCE_S  # none of the three waited for its limit


@pytest.mark.parametrize("side", ["client", None])
@pytest.mark.parametrize("listener", ["controller", "internal"])
def test_the_cluster_speaks_only_to_who_has_a_certificate_of_its_own(
    stack: Supervisor, listener: str, side: str | None
) -> None:
    port, folder = stack.ports[f"kafka_1_{listener}"], stack.folder / "kafka" / "certificates"
    assert greeted(port, folder / "node-1.cluster.pem")  # control: the cluster's own
    assert not greeted(port, folder / f"node-1.{side}.pem" if side else None)


ALLOWED = [
    Attempt(ORCHESTRATION, Operation.WRITE, Resource.TOPIC, PUBLISHED),
    Attempt(ORCHESTRATION, Operation.READ, Resource.TOPIC, REFRESH),
    Attempt(ORCHESTRATION, Operation.READ, Resource.GROUP, "rampart.access"),
    Attempt(ORCHESTRATION, Operation.DESCRIBE, Resource.TOPIC, REFRESH),
    Attempt(ORCHESTRATION, Operation.DESCRIBE_CONFIGS, Resource.TOPIC, REFRESH),
    Attempt(EXPORTER, Operation.DESCRIBE, Resource.TOPIC, PUBLISHED),
    Attempt(ADMIN, Operation.WRITE, Resource.TRANSACTIONAL_ID, "rampart.access"),
    *(Attempt(ADMIN, operation, Resource.TOPIC, REFRESH) for operation in Operation),
    *(
        Attempt(ADMIN, operation, Resource.CLUSTER)
        for operation in (Operation.ALTER, Operation.ALTER_CONFIGS, Operation.DESCRIBE_CONFIGS)
    ),
]
T, G, C, X = "TOPIC", "GROUP", "CLUSTER", "TRANSACTIONAL_ID"
REFUSED: list[tuple[Attempt, str]] = [
    (Attempt(PRESENCE, Operation.READ, Resource.TOPIC, REFRESH), T),
    (Attempt(PRESENCE, Operation.WRITE, Resource.TOPIC, PUBLISHED), T),
    (Attempt(PRESENCE, Operation.WRITE, Resource.TOPIC, "not.there.v1"), T),
    (Attempt(EXPORTER, Operation.READ, Resource.TOPIC, PUBLISHED), T),
    (Attempt(EXPORTER, Operation.READ, Resource.GROUP, "rampart.access"), G),
    (Attempt(ORCHESTRATION, Operation.READ, Resource.GROUP, "foreign.group"), G),
    (Attempt(PRESENCE, Operation.DESCRIBE, Resource.TOPIC, "not.there.v1"), T),
    (Attempt(ORCHESTRATION, Operation.CREATE, Resource.TOPIC, "not.there.v1"), T),
    (Attempt(ORCHESTRATION, Operation.DELETE, Resource.TOPIC, REFRESH), T),
    (Attempt(ORCHESTRATION, Operation.ALTER, Resource.TOPIC, REFRESH), T),
    (Attempt(ORCHESTRATION, Operation.ALTER_CONFIGS, Resource.TOPIC, REFRESH), T),
    (Attempt(PRESENCE, Operation.DESCRIBE_CONFIGS, Resource.TOPIC, REFRESH), T),
    (Attempt(ORCHESTRATION, Operation.WRITE, Resource.TRANSACTIONAL_ID, "rampart.access"), X),
    (Attempt(ORCHESTRATION, Operation.ALTER, Resource.CLUSTER), C),
    (Attempt(ORCHESTRATION, Operation.ALTER_CONFIGS, Resource.CLUSTER), C),
    (Attempt(PRESENCE, Operation.DESCRIBE_CONFIGS, Resource.CLUSTER), C),
]


@pytest.fixture(scope="module")
def probe(stack: Supervisor, bootstrap: str) -> KafkaAccessProbe:
    return KafkaAccessProbe(bootstrap, lambda who: access(stack, who), timeout_s=SOON_S)


@pytest.mark.parametrize("attempt", ALLOWED, ids=str)
def test_what_is_granted_is_allowed(probe: KafkaAccessProbe, attempt: Attempt) -> None:
    verdict = probe.try_out(attempt)
    assert verdict.answer is Answer.ALLOWED, verdict


@pytest.mark.parametrize(("attempt", "kind"), REFUSED, ids=str)
def test_what_is_not_granted_is_refused_by_name(
    probe: KafkaAccessProbe, attempt: Attempt, kind: str
) -> None:
    verdict = probe.try_out(attempt)
    assert (verdict.answer, verdict.reason) == (Answer.REFUSED, f"{kind}_AUTHORIZATION_FAILED")


def test_trying_things_out_leaves_no_trace(
    stack: Supervisor, bootstrap: str, probe: KafkaAccessProbe
) -> None:
    source = KafkaEventSource(bootstrap, REFRESH, access=access(stack, ADMIN))
    before = source.state()
    for attempt in ALLOWED:
        if attempt.resource is Resource.TOPIC:
            probe.try_out(attempt)
    assert source.state() == before


def test_a_broker_that_is_away_proves_nothing(stack: Supervisor) -> None:
    away = KafkaAccessProbe("127.0.0.1:1", lambda who: access(stack, who), timeout_s=1)
    for attempt in (ALLOWED[0], ALLOWED[1], ALLOWED[2], ALLOWED[3], REFUSED[-1][0]):
        assert away.try_out(attempt).answer is Answer.UNKNOWN


def test_a_principal_the_broker_does_not_know_is_refused_by_name(
    stack: Supervisor, bootstrap: str
) -> None:
    stranger = replace(access(stack, ORCHESTRATION), user="nobody")
    probe = KafkaAccessProbe(bootstrap, lambda _: stranger, timeout_s=SOON_S)
    verdict = probe.try_out(replace(ALLOWED[0], principal="nobody"))
    assert verdict.answer is Answer.REFUSED
    assert verdict.reason.startswith("ACC-002")


def greeted(port: int, store: Path | None) -> bool:
    """Does this port's TLS let somebody in who comes with this certificate, or none?"""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if store is not None:
        context.load_cert_chain(store)
    plain = socket.create_connection(("127.0.0.1", port), timeout=5)
    try:
        with plain, context.wrap_socket(plain) as wrapped:
            # With TLS 1.3 a server looks at the certificate after we are done: an alert comes, or
            # nothing, for it waits for our first request.
            wrapped.settimeout(2)
            wrapped.recv(1)
    except TimeoutError:
        return True
    except (ssl.SSLError, ConnectionResetError):
        return False
    raise AssertionError("it closed the connection without a word")


@contextmanager
def forwarded(bootstrap: str) -> Iterator[str]:
    """The broker at another loopback address."""
    host, _, port = bootstrap.partition(":")
    listener = socket.create_server(("127.0.0.2", 0))
    ended = threading.Event()

    def pump(source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            pass
        finally:
            for one in (source, sink):
                one.close()

    def accept() -> None:
        while not ended.is_set():
            try:
                near, _ = listener.accept()
                far = socket.create_connection((host, int(port)))
            except OSError:
                return
            for pair in ((near, far), (far, near)):
                threading.Thread(target=pump, args=pair, daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"127.0.0.2:{listener.getsockname()[1]}"
    finally:
        ended.set()
        listener.close()
