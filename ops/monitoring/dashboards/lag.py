"""Who reads, and how far behind."""

from collections.abc import Sequence
from typing import ClassVar

from ops.monitoring.dashboard import INTERVAL, Dashboard, Panel, Query, Shape, Unit


class Lag(Dashboard):
    """Consumer groups, event sensor, outbox, bulk updates: what was asked for and is not done."""

    name = "lag"
    title = "Rampart: lag"
    panels: ClassVar[Sequence[Panel]] = (
        Panel(
            "Age of the oldest unread record",
            "By group and topic; 0: all was read.",
            [
                Query(
                    "max by (group, topic) (rampart_consumer_group_lag_seconds)",
                    "{{group}} {{topic}}",
                )
            ],
            Unit.SECONDS,
        ),
        Panel(
            "Unread records",
            "By group and topic, over all partitions.",
            [
                Query(
                    "sum by (group, topic) (rampart_consumer_group_lag_records)",
                    "{{group}} {{topic}}",
                )
            ],
        ),
        Panel(
            "Time without moving",
            "By group and topic, while records wait.",
            [
                Query(
                    "max by (group, topic) (rampart_consumer_group_stalled_seconds)",
                    "{{group}} {{topic}}",
                )
            ],
            Unit.SECONDS,
        ),
        Panel(
            "States of groups",
            "ACTIVE, STALLED, or EMPTY of the members it had.",
            [Query("rampart_consumer_group_state == 1", "{{group}} {{state}}")],
            shape=Shape.TABLE,
        ),
        Panel(
            "Records settled by members of groups",
            "Handled, known already, put aside for later, dead.",
            [
                Query(
                    f"sum by (group, outcome) (rate(rampart_consumer_records_total[{INTERVAL}]))",
                    "{{group}} {{outcome}}",
                )
            ],
            Unit.PER_SECOND,
        ),
        Panel(
            "Members that can work",
            "By group; 0: none of them.",
            [Query("max by (group) (rampart_consumer_ready)", "{{group}}")],
            shape=Shape.NUMBER,
        ),
        Panel(
            "Refresh events that no run has taken in",
            "Behind the sensor's position, and in no intake.",
            [Query("preagg_backlog_events", "backlog"), Query("preagg_sensor_lag_events", "lag")],
        ),
        Panel(
            "Outbox",
            "Events that no broker has acknowledged, and the age of the oldest.",
            [
                Query("rampart_outbox_rows", "rows"),
                Query("rampart_outbox_oldest_age_seconds", "age of the oldest, s"),
            ],
        ),
        Panel(
            "Bulk updates",
            "Those that wait for a worker and those that have one, and how long the oldest waits.",
            [
                Query("sum by (state) (rampart_bulk_jobs)", "{{state}}"),
                Query("rampart_bulk_oldest_wait_seconds", "age of the oldest, s"),
            ],
        ),
        Panel(
            "Rows of bulk updates",
            "Changed, skipped for somebody else's sake, and not possible to change.",
            [
                Query(
                    f"sum by (outcome) (rate(rampart_bulk_rows_total[{INTERVAL}]))",
                    "{{outcome}}",
                )
            ],
            Unit.PER_SECOND,
        ),
    )
