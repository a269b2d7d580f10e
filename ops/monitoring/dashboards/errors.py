"""What went wrong."""

from collections.abc import Sequence
from typing import ClassVar

from ops.monitoring.dashboard import INTERVAL, Dashboard, Panel, Query, Shape, Unit

ERRORS = "kafka_network_requestmetrics_errors_total"
BURNING = "1 is as fast as the objective allows."


class Errors(Dashboard):
    """Error budgets, alerts, dead letters, refused requests, drift and certificates."""

    name = "errors"
    title = "Rampart: errors"
    panels: ClassVar[Sequence[Panel]] = (
        Panel(
            "Error budget of refreshes",
            f"How fast it burns, over an hour and six; {BURNING}",
            [
                Query("rampart:refresh_late:ratio1h / 0.01", "1 h"),
                Query("rampart:refresh_late:ratio6h / 0.01", "6 h"),
            ],
        ),
        Panel(
            "Error budget of probes",
            f"How fast it burns, over an hour and six; {BURNING}",
            [
                Query("rampart:probe_bad:ratio1h / 0.01", "1 h"),
                Query("rampart:probe_bad:ratio6h / 0.01", "6 h"),
            ],
        ),
        Panel(
            "Alerts",
            "Those that fire now.",
            [Query('ALERTS{alertstate="firing"}', "{{alertname}}")],
            shape=Shape.TABLE,
            bare_because="no alert fires.",
        ),
        Panel(
            "Dead letters",
            "Kept now, by the topic they come from.",
            [Query("rampart_dead_letters_pending_records", "{{topic}}")],
        ),
        Panel(
            "Age of dead letters",
            "Of the oldest and of the newest.",
            [
                Query("rampart_dead_letters_oldest_age_seconds", "{{topic}} oldest"),
                Query("rampart_dead_letters_newest_age_seconds", "{{topic}} newest"),
            ],
            Unit.SECONDS,
            bare_because="there is no dead letter.",
        ),
        Panel(
            "Refused requests",
            "By error, over all brokers.",
            [Query(f'sum by (error) (rate({ERRORS}{{error!="NONE"}}[{INTERVAL}]))', "{{error}}")],
            Unit.PER_SECOND,
        ),
        Panel(
            "Failed logins",
            "By listener.",
            [
                Query(
                    "sum by (listener) (rate(kafka_server_socketserver_failed_authentication_total"
                    f"[{INTERVAL}]))",
                    "{{listener}}",
                )
            ],
            Unit.PER_SECOND,
        ),
        Panel(
            "Partitions in danger",
            "Without a leader, with too few replicas in sync, with fewer than there should be.",
            [
                Query("max(kafka_controller_kafkacontroller_offlinepartitionscount)", "offline"),
                Query(
                    "sum(kafka_server_replicamanager_underminisrpartitioncount)", "too few in sync"
                ),
                Query("sum(kafka_server_replicamanager_underreplicatedpartitions)", "fewer"),
            ],
        ),
        Panel(
            "Lost probes",
            "Over ten minutes.",
            [Query("increase(rampart_probe_failures_total[10m])", "lost")],
            width=6,
        ),
        Panel(
            "Drift",
            "Differences between brokers and declaration.",
            [Query("rampart_streaming_drift_differences", "{{kind}}")],
            shape=Shape.NUMBER,
            width=6,
        ),
        Panel(
            "Certificates",
            "What is left of each.",
            [
                Query(
                    "rampart_certificate_expiry_timestamp_seconds - time()",
                    "{{kind}} {{server}}",
                )
            ],
            Unit.SECONDS,
            Shape.NUMBER,
            width=6,
        ),
        Panel(
            "What the exporter cannot look at",
            "1: the figures of this part are missing.",
            [Query("max by (part) (rampart_scrape_error)", "{{part}}")],
            width=6,
        ),
    )
