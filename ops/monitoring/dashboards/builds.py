"""Pre-aggregations: asked for, built, served."""

from collections.abc import Sequence
from typing import ClassVar

from ops.monitoring.dashboard import INTERVAL, Dashboard, Panel, Query, Shape, Unit


class Builds(Dashboard):
    """From a refresh event to a partition that reports are answered from."""

    name = "builds"
    title = "Rampart: pre-aggregations"
    panels: ClassVar[Sequence[Panel]] = (
        Panel(
            "Age of what is asked for and not servable",
            "The oldest refresh event whose partition is not built since; the objective is 2 min.",
            [Query("rampart:refresh_age_seconds", "age")],
            Unit.SECONDS,
        ),
        Panel(
            "Events taken in",
            "And those not understood.",
            [
                Query(f"rate(preagg_events_total[{INTERVAL}])", "taken in"),
                Query(f"rate(preagg_dead_letters_total[{INTERVAL}])", "dead"),
            ],
            Unit.PER_SECOND,
        ),
        Panel(
            "Length of builds",
            "Half of them, and 95 of 100, took no longer, since the ledger began.",
            [
                Query(
                    f"histogram_quantile({share}, sum by (le) "
                    "(preagg_build_duration_seconds_bucket))",
                    legend,
                )
                for share, legend in (("0.5", "half"), ("0.95", "95 of 100"))
            ],
            Unit.SECONDS,
        ),
        Panel(
            "Builds",
            "By rollup.",
            [
                Query(
                    f"sum by (rollup) (rate(preagg_build_duration_seconds_count[{INTERVAL}]))",
                    "{{rollup}}",
                )
            ],
            Unit.PER_SECOND,
        ),
        Panel(
            "Failed attempts",
            "Over a quarter of an hour, by rollup; more than three are an alert.",
            [
                Query(
                    "sum by (rollup) (increase(preagg_build_failures_total[15m]))",
                    "{{rollup}}",
                )
            ],
        ),
        Panel(
            "Partitions",
            "By state, over all rollups.",
            [Query("sum by (state) (preagg_partitions)", "{{state}}")],
        ),
        Panel(
            "Freshness",
            "Of each rollup of each version.",
            [Query("preagg_freshness == 1", "{{rollup}} {{state}}")],
            shape=Shape.TABLE,
        ),
        Panel(
            "Losses that nobody has accepted",
            "Of refresh events that nobody read.",
            [Query("preagg_open_losses", "losses"), Query("preagg_offsets_lost_total", "offsets")],
            shape=Shape.NUMBER,
        ),
    )
