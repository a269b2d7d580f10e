"""What goes through the brokers, and how fast."""

from collections.abc import Sequence
from typing import ClassVar

from ops.monitoring.dashboard import INTERVAL, Dashboard, Panel, Query, Unit

TOPICS = "kafka_server_brokertopicmetrics"


class Throughput(Dashboard):
    """Records and bytes in and out, request times, and a probe's way through the broker."""

    name = "throughput"
    title = "Rampart: throughput"
    panels: ClassVar[Sequence[Panel]] = (
        Panel(
            "Records in",
            "By topic; the brokers' own are left out.",
            [
                Query(
                    f'sum by (topic) (rate({TOPICS}_topic_messagesin_total{{topic!~"__.*"}}'
                    f"[{INTERVAL}]))",
                    "{{topic}}",
                )
            ],
            Unit.PER_SECOND,
        ),
        Panel(
            "Bytes in and out",
            "Of clients, over all brokers.",
            [
                Query(f"sum(rate({TOPICS}_bytesin_total[{INTERVAL}]))", "in"),
                Query(f"sum(rate({TOPICS}_bytesout_total[{INTERVAL}]))", "out"),
            ],
            Unit.BYTES_PER_SECOND,
        ),
        Panel(
            "A probe's way through the broker and back",
            "Half of them, and 99 of 100, came back within.",
            [
                Query(
                    f"histogram_quantile({share}, sum by (le) "
                    f"(rate(rampart_probe_round_trip_seconds_bucket[{INTERVAL}])))",
                    legend,
                )
                for share, legend in (("0.5", "half"), ("0.99", "99 of 100"))
            ],
            Unit.SECONDS,
        ),
        Panel(
            "Request times, 99 of 100",
            "By kind of request and broker.",
            [
                Query(
                    "max by (request, instance) "
                    '(kafka_network_requestmetrics_totaltimems{quantile="0.99"})',
                    "{{request}} {{instance}}",
                )
            ],
            Unit.MILLISECONDS,
        ),
        Panel(
            "Idle request threads",
            "Share of the time, by broker; below 0.3 the broker is busy.",
            [
                Query(
                    "min by (instance) (kafka_server_requesthandler_avgidle)",
                    "{{instance}}",
                )
            ],
            Unit.RATIO,
        ),
        Panel(
            "Size of the logs",
            "By topic, over all replicas.",
            [Query('sum by (topic) (kafka_log_size_bytes{topic!~"__.*"})', "{{topic}}")],
            Unit.BYTES,
        ),
    )
