"""The access probe's contract, on the fake and on the secured broker."""

from functools import partial

import pytest

from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from ops.stack.supervisor import Supervisor
from orchestration.adapters.access_probe_kafka import KafkaAccessProbe
from orchestration.ports.access_probe import Attempt, Operation, Resource
from tests.contract.access_probe_contract import AccessProbeContract, ProbeGround
from tests.contract.principal_access import access
from tests.fakes.access_probe import FakeAccessProbe

GRANTED = Attempt("orchestration", Operation.READ, Resource.TOPIC, PreaggRefresh.name)
NOT_GRANTED = Attempt("presence", Operation.READ, Resource.TOPIC, PreaggRefresh.name)


class TestFakeAccessProbe(AccessProbeContract):
    """In memory."""

    @pytest.fixture
    def ground(self) -> ProbeGround:
        away = FakeAccessProbe([GRANTED], away=True)
        return ProbeGround(FakeAccessProbe([GRANTED]), away, GRANTED, NOT_GRANTED)


@pytest.mark.integration
class TestKafkaAccessProbe(AccessProbeContract):
    """On the secured broker."""

    @pytest.fixture
    def ground(self, secured_kafka: Supervisor) -> ProbeGround:
        access_of = partial(access, secured_kafka)
        return ProbeGround(
            KafkaAccessProbe(secured_kafka.environment["RAMPART_KAFKA_BOOTSTRAP"], access_of),
            KafkaAccessProbe("127.0.0.1:1", access_of, timeout_s=1),
            GRANTED,
            NOT_GRANTED,
        )
