"""The matrix of rights on a real broker: each cell as declared, and what is wrong is found."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from metamodel.events._catalogue import topics
from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from metamodel.streaming.cluster import Grant, Operation, ResourceKind
from metamodel.streaming.derive import Desired, derive
from ops.stack import secured_kafka
from ops.stack.places import STREAMING
from ops.stack.principals import ADMIN
from ops.stack.shape import LOCAL
from ops.stack.supervisor import Supervisor
from orchestration.adapters.access_probe_kafka import KafkaAccessProbe
from orchestration.adapters.kafka_access import KafkaAccess
from orchestration.adapters.streaming_admin_kafka import KafkaStreamingAdmin
from orchestration.adapters.streaming_files import read_declaration
from orchestration.flows.prove_access_rights import (
    AccessTrial,
    Cell,
    Outcome,
    prove_access_rights,
)

pytestmark = [pytest.mark.integration, pytest.mark.timeout(400)]
REFRESH = PreaggRefresh.name
TIMEOUT_S = 10.0


@pytest.fixture(scope="module")
def wanted() -> Desired:
    return derive(read_declaration(STREAMING), topics(), LOCAL)


@pytest.fixture(scope="module")
def one_topic(wanted: Desired) -> Desired:
    """The same rights, tried on one topic only."""
    only = {REFRESH: wanted.state.topics[REFRESH]}
    return replace(wanted, state=replace(wanted.state, topics=only))


def access(stack: Supervisor, user: str) -> KafkaAccess:
    folder = stack.folder / "kafka"
    return KafkaAccess(
        security_protocol=secured_kafka.PROTOCOL,
        user=user,
        password_file=folder / "passwords" / user,
        ca_file=folder / "certificates" / f"{secured_kafka.CLIENT_AUTHORITY}.pem",
    )


def proved(stack: Supervisor, desired: Desired) -> tuple[Cell, ...]:
    bootstrap = stack.environment["RAMPART_KAFKA_BOOTSTRAP"]
    probe = KafkaAccessProbe(bootstrap, lambda user: access(stack, user), timeout_s=TIMEOUT_S)
    return prove_access_rights(AccessTrial(lambda: desired, probe))


def otherwise(cells: tuple[Cell, ...]) -> list[tuple[str, str]]:
    return [
        (str(cell.attempt), f"{cell.outcome}: {cell.verdict.reason}")
        for cell in cells
        if cell.outcome is not Outcome.AS_DECLARED
    ]


def test_every_cell_is_as_declared(secured_kafka: Supervisor, wanted: Desired) -> None:
    cells = proved(secured_kafka, wanted)

    assert otherwise(cells) == []
    assert {cell.declared for cell in cells} == {True, False}


def test_a_right_too_many_and_one_too_few_are_found(
    secured_kafka: Supervisor, one_topic: Desired
) -> None:
    extra = Grant("User:presence", ResourceKind.TOPIC, REFRESH, Operation.READ)
    gone = Grant("User:orchestration", ResourceKind.TOPIC, REFRESH, Operation.READ)
    assert gone in one_topic.state.grants

    with otherwise_granted(secured_kafka, extra, gone):
        odd = otherwise(proved(secured_kafka, one_topic))

    found = [attempt for attempt, _ in odd]
    assert found == [f"orchestration read topic {REFRESH}", f"presence read topic {REFRESH}"], odd


@contextmanager
def otherwise_granted(stack: Supervisor, extra: Grant, gone: Grant) -> Iterator[None]:
    bootstrap = stack.environment["RAMPART_KAFKA_BOOTSTRAP"]
    admin = KafkaStreamingAdmin(bootstrap, timeout_s=TIMEOUT_S, access=access(stack, ADMIN))
    admin.add_grants([extra])
    admin.remove_grants([gone])
    try:
        yield
    finally:
        admin.remove_grants([extra])
        admin.add_grants([gone])
