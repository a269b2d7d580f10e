"""For every alert: series by which it fires, and others, not far from them, by which it does not.

Values are in promtool's notation, a minute apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Series = Mapping[str, str]
JOBS = {"kafka_": "kafka", "preagg_": "rampart", "rampart_": "rampart"}
REFRESH = 'group="rampart.preagg-refresh",topic="core.reporting.preagg.refresh.v1"'
SINK = 'group="rampart.audit-sink",topic="platform.audit.event.v1"'
PROBES = "rampart_probe_round_trip_seconds"


@dataclass(frozen=True, slots=True)
class Case:
    """By `fires` it has fired after so many minutes, with these labels; by `quiet` it never has."""

    alert: str
    fires: Series
    quiet: Series
    after_min: int = 10
    labels: Series = field(default_factory=dict)


def of_group(metric: str, values: str) -> Series:
    return {f'{metric}{{{SINK},partition="0"}}': values}


def probes(fast: str, all_of_them: str, lost: str = "0x500") -> Series:
    return {
        f'{PROBES}_bucket{{le="0.5"}}': fast,
        f"{PROBES}_count": all_of_them,
        "rampart_probe_failures_total": lost,
    }


def certificate(left_s: int, life_s: int) -> Series:
    # The clock of a test begins at 0.
    labels = '{kind="server",server="kafka:9092"}'
    return {
        f"rampart_certificate_expiry_timestamp_seconds{labels}": f"{left_s}x60",
        f"rampart_certificate_lifetime_seconds{labels}": f"{life_s}x60",
    }


DAY_S = 86_400
KAFKA = "kafka_server_replicamanager"
CONTROLLER = "kafka_controller_kafkacontroller"
ERRORS = "kafka_network_requestmetrics_errors_total"
FAILED = "kafka_server_socketserver_failed_authentication_total"
CASES = (
    Case(
        "KafkaNoActiveController",
        {f"{CONTROLLER}_activecontrollercount": "0x20"},
        {
            f'{CONTROLLER}_activecontrollercount{{instance="a"}}': "1x20",
            f'{CONTROLLER}_activecontrollercount{{instance="b"}}': "0x20",
        },
    ),
    Case(
        "KafkaOfflinePartitions",
        {f"{CONTROLLER}_offlinepartitionscount": "0x3 2x20"},
        {f"{CONTROLLER}_offlinepartitionscount": "0x20"},
    ),
    Case(
        "KafkaUnderMinIsrPartitions",
        {f"{KAFKA}_underminisrpartitioncount": "1x20"},
        {f"{KAFKA}_underminisrpartitioncount": "0x20"},
    ),
    Case(
        "KafkaUnderReplicatedPartitions",
        {f"{KAFKA}_underreplicatedpartitions": "3x20"},
        {f"{KAFKA}_underreplicatedpartitions": "0x6 3x2 0x20"},  # a restart
    ),
    Case(
        "KafkaIsrShrinking",
        {f"{KAFKA}_isrshrinks_total": "0+1x60"},
        {f"{KAFKA}_isrshrinks_total": "0x10 4x60"},  # once
        after_min=40,
    ),
    Case(
        "KafkaBrokerDown",
        {'up{job="kafka",instance="a:1"}': "0x20"},
        {'up{job="kafka",instance="a:1"}': "1x20", 'up{job="rampart",instance="b:1"}': "0x20"},
        labels={"job": "kafka", "instance": "a:1"},
    ),
    Case(
        "KafkaRequestHandlersBusy",
        {'kafka_server_requesthandler_avgidle{instance="a:1"}': "0.1x40"},
        {'kafka_server_requesthandler_avgidle{instance="a:1"}': "0.4x40"},
        after_min=20,
        labels={"instance": "a:1"},
    ),
    Case(
        "KafkaAuthenticationFailures",
        {f'{FAILED}{{listener="CLIENT"}}': "0+5x20"},
        {f'{FAILED}{{listener="CLIENT"}}': "0+1x20"},
        labels={"listener": "CLIENT"},
    ),
    Case(
        "KafkaAccessDenied",
        {f'{ERRORS}{{request="Produce",error="TOPIC_AUTHORIZATION_FAILED"}}': "0+5x20"},
        {
            f'{ERRORS}{{request="Produce",error="TOPIC_AUTHORIZATION_FAILED"}}': "0+1x20",
            f'{ERRORS}{{request="Produce",error="NONE"}}': "0+500x20",
        },
        labels={"request": "Produce"},
    ),
    Case(
        "KafkaMessageTooLarge",
        {f'{ERRORS}{{request="Produce",error="MESSAGE_TOO_LARGE"}}': "0x5 1x20"},
        {f'{ERRORS}{{request="Produce",error="MESSAGE_TOO_LARGE"}}': "7x20"},
    ),
    Case(
        "ConsumerGroupLagging",
        of_group("rampart_consumer_group_lag_seconds", "310+60x20"),
        of_group("rampart_consumer_group_lag_seconds", "0x5 310x3 0x20"),
        labels={"group": "rampart.audit-sink", "topic": "platform.audit.event.v1"},
    ),
    Case(
        "ConsumerGroupStalled",
        of_group("rampart_consumer_group_stalled_seconds", "0+60x20"),
        of_group("rampart_consumer_group_stalled_seconds", "0+60x4 0+60x4 0x20"),
        labels={"group": "rampart.audit-sink", "topic": "platform.audit.event.v1"},
    ),
    Case(
        "ConsumerGroupEmpty",
        {'rampart_consumer_group_state{group="g.x",state="EMPTY"}': "1x20"},
        {
            'rampart_consumer_group_state{group="g.x",state="EMPTY"}': "0x20",
            'rampart_consumer_group_state{group="g.x",state="ACTIVE"}': "1x20",
        },
        labels={"group": "g.x", "state": "EMPTY"},
    ),
    Case(
        "ConsumerNotReady",
        {'rampart_consumer_ready{group="g.x",instance="a:1"}': "0x20"},
        {
            'rampart_consumer_ready{group="g.x",instance="a:1"}': "0x20",
            'rampart_consumer_ready{group="g.x",instance="b:1"}': "1x20",
        },
        labels={"group": "g.x"},
    ),
    Case(
        "ConsumerRecordsLost",
        {'rampart_consumer_records_total{group="g.x",outcome="lost"}': "3x20"},
        {
            'rampart_consumer_records_total{group="g.x",outcome="lost"}': "0x20",
            'rampart_consumer_records_total{group="g.x",outcome="dead"}': "3x20",
        },
        labels={"group": "g.x"},
    ),
    Case(
        "DeadLettersGrowing",
        {'rampart_dead_letters_written_total{topic="a.v1"}': "4x5 5x20"},
        {'rampart_dead_letters_written_total{topic="a.v1"}': "4x20"},
        labels={"topic": "a.v1"},
    ),
    Case(
        "DeadLettersForgotten",
        {'rampart_dead_letters_oldest_age_seconds{topic="a.v1"}': "604801+60x100"},
        {'rampart_dead_letters_oldest_age_seconds{topic="a.v1"}': "590000+60x100"},
        after_min=70,
        labels={"topic": "a.v1"},
    ),
    Case(
        "EventSensorStuck",
        {"preagg_backlog_events": "3x40", "preagg_events_total": "9x40"},
        {"preagg_backlog_events": "3x40", "preagg_events_total": "9+2x40"},
        after_min=25,
    ),
    Case(
        "BuildsFailing",
        {'preagg_build_failures_total{rollup="orders.by_day"}': "0+1x20"},
        {'preagg_build_failures_total{rollup="orders.by_day"}': "0x5 2x20"},
        labels={"rollup": "orders.by_day"},
    ),
    Case(
        "RollupNotServable",
        {'preagg_freshness{rollup="orders.by_day",version="a",state="PARTIAL"}': "1x60"},
        {'preagg_freshness{rollup="orders.by_day",version="a",state="STALE"}': "1x60"},
        after_min=40,
        labels={"rollup": "orders.by_day"},
    ),
    Case("RefreshEventsLost", {"preagg_open_losses": "1x20"}, {"preagg_open_losses": "0x20"}),
    Case(
        "CertificateExpiresSoon",
        certificate(29 * DAY_S, 365 * DAY_S),
        certificate(5 * DAY_S, 7 * DAY_S),  # a young one of a week
        after_min=30,
        labels={"kind": "server", "server": "kafka:9092"},
    ),
    Case(
        "CertificateExpiresVerySoon",
        certificate(6 * DAY_S, 365 * DAY_S),
        certificate(8 * DAY_S, 365 * DAY_S),
        after_min=30,
        labels={"kind": "server", "server": "kafka:9092"},
    ),
    Case(
        "StreamingDrift",
        {'rampart_streaming_drift_differences{kind="UNSAFE"}': "1x40"},
        {'rampart_streaming_drift_differences{kind="UNSAFE"}': "0x40"},
        after_min=20,
        labels={"kind": "UNSAFE"},
    ),
    Case(
        "SchemaRegistryDown",
        {"rampart_schema_registry_up": "0x20"},
        {"rampart_schema_registry_up": "1x20"},
    ),
    Case(
        "OutboxBacklog",
        {"rampart_outbox_oldest_age_seconds": "0+60x20"},
        {"rampart_outbox_oldest_age_seconds": "20x20"},
    ),
    Case(
        "BulkUpdatesNotTaken",
        {
            "rampart_bulk_oldest_wait_seconds": "0+60x20",
            'rampart_bulk_jobs{state="running"}': "0x20",
        },
        {
            "rampart_bulk_oldest_wait_seconds": "0+60x20",
            'rampart_bulk_jobs{state="running"}': "1x20",
        },
    ),
    Case(
        "ExporterDown",
        {'up{job="rampart",instance="b:1"}': "0x20"},
        {'up{job="rampart",instance="b:1"}': "1x20", 'up{job="kafka",instance="a:1"}': "0x20"},
        labels={"job": "rampart", "instance": "b:1"},
    ),
    Case(
        "ScrapePartBlind",
        {'rampart_scrape_error{part="outbox"}': "1x20"},
        {'rampart_scrape_error{part="outbox"}': "1x3 0x20"},
        labels={"part": "outbox"},
    ),
    Case(
        "RefreshBudgetBurningFast",
        {f'rampart_consumer_group_lag_seconds{{{REFRESH},partition="0"}}': "0x60 300x60"},
        {f'rampart_consumer_group_lag_seconds{{{REFRESH},partition="0"}}': "0x60 300x4 0x60"},
        after_min=90,
    ),
    Case(
        "RefreshBudgetBurningSlow",
        {"preagg_pending_oldest_age_seconds": "0x300 200x120"},
        {"preagg_pending_oldest_age_seconds": "0x300 100x120"},
        after_min=390,
    ),
    Case(
        "ProbeBudgetBurningFast",
        probes("0+12x60 720x60", "0+12x120", "0x120"),  # all of them late
        probes("0+12x120", "0+12x120", "0x120"),
        after_min=90,
    ),
    Case(
        "ProbeBudgetBurningSlow",
        probes("0+12x500", "0+12x500", "0+1x500"),  # one in thirteen lost
        probes("0+100x500", "0+100x500", "0+1x500"),
        after_min=400,
    ),
    Case(
        "PresenceChangesUnknown",
        {'rampart_presence_changes_current{instance="a"}': "0x20"},
        {'rampart_presence_changes_current{instance="a"}': "1 0 1x20"},
        labels={"instance": "a"},
    ),
    Case(
        "PresenceChangesExpired",
        {"rampart_presence_changes_expired_total": "0x2 1x20"},
        {"rampart_presence_changes_expired_total": "7x30"},
        after_min=5,
    ),
    Case(
        "PresenceLocal",
        {'rampart_presence_others_current{instance="a"}': "0x20"},
        {'rampart_presence_others_current{instance="a"}': "1 0 1x20"},
        labels={"instance": "a"},
    ),
    Case(
        "PresenceClosesSlowClients",
        {'rampart_presence_closed_total{instance="a",code="4008"}': "0+10x30"},
        {
            'rampart_presence_closed_total{instance="a",code="4008"}': "0+1x30",
            'rampart_presence_closed_total{instance="a",code="4409"}': "0+50x30",
        },
        labels={"instance": "a"},
    ),
)
