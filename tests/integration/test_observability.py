"""The platform as its operator sees it: figures, pictures, and an alert that reaches somebody."""

import os
import signal
from typing import Any

import pytest
from confluent_kafka import KafkaError, Producer

from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from metamodel.events.entity_lifecycle import EntityLifecycle
from ops.demo.acts.event import send
from ops.demo.stage import Stage
from ops.dev.reference.dashboards import all_dashboards
from ops.monitoring.alert_rules import read_rules
from ops.monitoring.dashboard import INTERVAL, Panel
from ops.monitoring.incidents import INCIDENTS
from ops.monitoring.promql import metric_names
from ops.stack.components.alertmanager import Alertmanager
from ops.stack.components.prometheus import Prometheus
from ops.stack.components.schema_registry import SchemaRegistry
from ops.stack.supervisor import Supervisor
from orchestration.composition import kafka_access
from tests.eventually import eventually
from tests.integration.test_secured_platform import figures
from tests.integration.webhook import Webhook
from tests.not_proven import not_proven
from tests.prometheus_api import asked, query

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]

PANELS = [
    pytest.param(panel, id=f"{dashboard.name}: {panel.title}")
    for dashboard in all_dashboards().values()
    for panel in dashboard.panels
]
REGISTRY = "rampart_schema_registry_up"
SCRAPED = "1m"  # what Grafana makes of its interval at the least: four scrapes
WRITTEN = f'rampart_dead_letters_written_total{{topic="{PreaggRefresh.name}"}}'


@pytest.fixture(scope="module")
def prometheus(secured_platform: Supervisor) -> str:
    """Watches a platform that built something, and met a record that nobody understands."""
    if not (Prometheus.available() and Alertmanager.available()):
        not_proven("Prometheus: it and its Alertmanager are not installed")
    url, stage = secured_platform.url("prometheus"), Stage.on(secured_platform)
    eventually(lambda: query(url, WRITTEN), bool, "the figures before")
    send(stage, "orders", "by_day", None, None)
    assert refusal(stage, PreaggRefresh.name, b"no event") is None  # the run will bury it
    return url


def refusal(stage: Stage, topic: str, value: bytes) -> int | None:
    """Send a value as the operator does; the broker's error, if it took it not."""
    settings, told = stage.settings, []
    producer = Producer(
        {
            "bootstrap.servers": settings.kafka_bootstrap,
            "message.max.bytes": 10_000_000,  # so that it is the broker that refuses
            **kafka_access(settings).options(),
        }
    )
    producer.produce(topic, value=value, on_delivery=lambda error, _: told.append(error))
    assert producer.flush(20) == 0
    (error,) = told
    return None if error is None else error.code()


def test_an_alert_goes_from_the_figures_to_the_webhook_and_names_its_runbook(
    prometheus: str, webhook: Webhook
) -> None:
    def posted() -> list[dict[str, Any]]:
        """Of this topic: another one's letters may be told of first."""
        found = webhook.named("DeadLettersGrowing")
        return [alert for alert in found if alert["labels"]["topic"] == PreaggRefresh.name]

    alert, *_ = eventually(posted, bool, "the alert at the webhook")
    assert PreaggRefresh.name in alert["annotations"]["summary"]
    (incident,) = [item for item in INCIDENTS if "DeadLettersGrowing" in item.alerts]
    assert alert["annotations"]["runbook_url"] == incident.url
    assert query(prometheus, WRITTEN)[0]["value"][1] != "0"


def test_every_rule_is_loaded_and_can_be_evaluated(prometheus: str) -> None:
    def judged() -> dict[str, str]:
        groups = asked(f"{prometheus}/api/v1/rules")["groups"]
        return {rule["name"]: rule["health"] for group in groups for rule in group["rules"]}

    rules = read_rules()
    eventually(judged, lambda health: set(health.values()) == {"ok"}, "every rule evaluated")
    assert judged().keys() == {*rules.alerts, *rules.recorded}


def test_every_figure_in_a_rule_or_a_panel_is_exposed(prometheus: str) -> None:
    expressions = list(read_rules().expressions)
    for dashboard in all_dashboards().values():
        expressions += [item.expression for panel in dashboard.panels for item in panel.queries]
    wanted = {name for text in expressions for name in metric_names(text)}
    lacking = {REGISTRY} if not SchemaRegistry.available() else set()
    eventually(
        lambda: wanted - set(asked(f"{prometheus}/api/v1/label/__name__/values")),
        lambda missing: missing == lacking,
        "every figure that is asked for",
    )
    if lacking:
        not_proven("schema registry: Apicurio is not installed")


@pytest.mark.parametrize("panel", PANELS)
def test_a_panel_has_data(prometheus: str, panel: Panel) -> None:
    for item in panel.queries:
        expression = item.expression.replace(INTERVAL, SCRAPED)
        eventually(
            lambda asks=expression: [one["value"][1] for one in query(prometheus, asks)],  # type: ignore[misc]
            lambda values: any(value != "NaN" for value in values),
            f"data for {expression}",
        )


def test_the_brokers_call_errors_as_the_rules_do(
    prometheus: str, secured_platform: Supervisor
) -> None:
    stage = Stage.on(secured_platform)
    too_large, not_ours = bytes(2 * 1024 * 1024), EntityLifecycle.name
    assert refusal(stage, PreaggRefresh.name, too_large) == KafkaError.MSG_SIZE_TOO_LARGE
    assert refusal(stage, not_ours, b"x") == KafkaError.TOPIC_AUTHORIZATION_FAILED
    errors = "kafka_network_requestmetrics_errors_total"
    for error in ("MESSAGE_TOO_LARGE", "TOPIC_AUTHORIZATION_FAILED"):
        wanted = f'{errors}{{request="Produce",error="{error}"}} > 0'
        eventually(lambda asks=wanted: query(prometheus, asks), bool, error)  # type: ignore[misc]


def test_probes_go_through_the_broker_with_the_exporters_own_rights(prometheus: str) -> None:
    returned = "rampart_probe_round_trip_seconds_count > 0"
    eventually(lambda: query(prometheus, returned), bool, "a probe that came back")


def test_a_broker_that_hangs_does_not_make_a_scrape_hang(
    prometheus: str, secured_platform: Supervisor
) -> None:
    broker = secured_platform.pid("kafka_1")
    os.kill(broker, signal.SIGSTOP)
    try:
        text = figures(secured_platform)
    finally:
        os.kill(broker, signal.SIGCONT)

    assert 'rampart_scrape_error{part="consumer_groups"} 1.0' in text
    assert "rampart_consumer_group_lag_seconds{" not in text
    assert 'rampart_scrape_error{part="outbox"} 0.0' in text
    blind = 'rampart_scrape_error{part="consumer_groups"} == 0'
    eventually(lambda: query(prometheus, blind), bool, "figures again once it goes on")


def test_a_panel_that_asks_for_what_there_is_not_has_none(prometheus: str) -> None:
    assert query(prometheus, "rampart_no_such_records") == []
