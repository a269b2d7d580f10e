"""What Prometheus is told to look at, and what it sees."""

import os
from dataclasses import replace

import pytest
import yaml

from ops.monitoring.alert_rules import FOLDER
from ops.stack.components.alertmanager import Alertmanager
from ops.stack.components.audit_sink import AuditSink
from ops.stack.components.kafka_node import KafkaNode
from ops.stack.components.metrics import Metrics
from ops.stack.components.prometheus import Prometheus, write_configuration
from ops.stack.running import running_stack
from ops.stack.shape import LOCAL, Shape
from tests.eventually import eventually
from tests.not_proven import not_proven
from tests.ops.stack.components import stack_of
from tests.prometheus_api import asked, query


def test_it_looks_at_every_broker_and_at_the_platform() -> None:
    three = Shape(LOCAL, 3)
    parts = [Alertmanager(), AuditSink(), Metrics(), Prometheus(), *KafkaNode.parts(three)]
    stack = replace(stack_of(*parts), shape=three)
    read = yaml.safe_load(write_configuration(stack, stack.folder).read_text())
    jobs = {job["job_name"]: job["static_configs"][0]["targets"] for job in read["scrape_configs"]}
    assert jobs["kafka"] == [f"127.0.0.1:{stack.ports[f'kafka_{node}_jmx']}" for node in (1, 2, 3)]
    assert jobs["rampart"] == [f"127.0.0.1:{stack.ports['metrics']}"]
    assert jobs["consumers"] == [f"127.0.0.1:{stack.ports['audit_sink']}"]


def test_what_the_stack_does_not_have_is_no_target() -> None:
    stack = replace(stack_of(Prometheus()), shape=Shape(LOCAL))
    read = yaml.safe_load(write_configuration(stack, stack.folder).read_text())
    assert read["scrape_configs"][0]["static_configs"][0]["targets"] == []
    assert read["alerting"]["alertmanagers"][0]["static_configs"][0]["targets"] == []
    assert not Prometheus().ready(stack)


def test_it_judges_by_the_rules_of_the_repository() -> None:
    stack = replace(stack_of(Prometheus()), shape=Shape(LOCAL))
    read = yaml.safe_load(write_configuration(stack, stack.folder).read_text())
    assert read["rule_files"] == [f"{FOLDER}/*.yml"]


@pytest.mark.integration
def test_it_sees_every_target_and_the_brokers_figures_under_their_names() -> None:
    if not (Prometheus.available() and Alertmanager.available()):
        not_proven("Prometheus: it and its Alertmanager are not installed")
    with running_stack(f"test-prometheus-{os.getpid()}", ["prometheus"], profile=LOCAL) as stack:
        url = stack.url("prometheus")
        eventually(
            lambda: {one["metric"]["job"]: one["value"][1] for one in query(url, "up")},
            lambda up: up == {"kafka": "1", "rampart": "1", "prometheus": "1"},
            "every target up",
        )
        for counter in (
            "kafka_server_brokertopicmetrics_messagesin_total",
            "kafka_server_socketserver_failed_authentication_total",
            "kafka_network_requestmetrics_errors_total",
        ):
            assert query(url, counter), counter
        assert query(url, "kafka_controller_kafkacontroller_activecontrollercount == 1")
        # A first look at a broker that is busy with its start may be given up.
        lag = 'rampart_scrape_error{part="lag"} == 0'
        eventually(lambda: query(url, lag), bool, "lag was looked at")
        managers = asked(f"{url}/api/v1/alertmanagers")
        assert len(managers["activeAlertmanagers"]) == 1
