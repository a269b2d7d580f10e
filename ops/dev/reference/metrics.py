"""docs/reference/metrics.md: what the exporter shows, what alerts there are, what is drawn."""

from collections.abc import Mapping
from datetime import UTC, datetime

from ops.dev.reference._markdown import code, described, page, table
from ops.dev.reference.dashboards import FOLDER, all_dashboards
from ops.monitoring.alert_rules import AlertRule, read_rules
from ops.monitoring.consumer_figures import ConsumerCollector
from ops.monitoring.exporter import all_parts
from ops.monitoring.family import Counter, Family, Gauge, Histogram
from ops.monitoring.incidents import INCIDENTS
from ops.monitoring.part import Part
from ops.monitoring.scrape import BUDGET_S, SCRAPE_ERROR
from orchestration.flows.consumer_parts import ConsumerHealth
from presence_api.adapters.bulk_figures_prometheus import CHUNK
from presence_api.adapters.bulk_figures_prometheus import COUNTERS as COUNTERS_OF_BULK
from presence_api.adapters.presence_figures_prometheus import (
    CLOSED,
    COUNTERS,
    GAUGES,
    LOCK_WAIT,
    PREFIX,
)
from presence_api.adapters.report_figures_prometheus import COUNTERS as COUNTERS_OF_REPORTS
from presence_api.adapters.report_figures_prometheus import STATE

HEAD = ("Metric", "Kind", "Labels", "Meaning")
INTRO = f"""\
`rampart metrics serve` shows these to Prometheus. Every part is looked at side by side, for
{BUDGET_S:.0f} s at the most. A metric that could not be looked at is absent, and
`{SCRAPE_ERROR.name}` is 1 for its part."""
ALERTS = """\
From `ops/monitoring/rules`. Each leads to its section of the streaming runbook, and is sent where
`RAMPART_ALERT_WEBHOOK_URL` of the stack says, or to nobody."""
OBJECTIVES = """\
Recorded by the rules, for the objectives: for 99 % of the time no refresh event is older than two
minutes without its partition being servable; 99 % of probes are read again within half a second."""


def pages() -> dict[str, str]:
    """The page of metrics, alerts and dashboards."""
    rules = read_rules()
    blocks = (
        *(_part(part) for part in all_parts().values()),
        "## consumers",
        "Each member of a consumer group shows these itself, at the port it is given.",
        table(HEAD, map(_row, member_families())),
        *_instances(),
        "## Alerts",
        ALERTS,
        table(("Alert", "Severity", "Holds for", "What it says", "Condition"), _rows(rules.alerts)),
        "## Incidents",
        table(
            ("Incident", "Announced by"),
            (
                (item.title, ", ".join(map(code, item.alerts)) or item.found_by)
                for item in INCIDENTS
            ),
        ),
        "## Objectives",
        OBJECTIVES,
        table(
            ("Series", "Expression"),
            ((code(name), code(text)) for name, text in rules.recorded.items()),
        ),
        "## Dashboards",
        f"For Grafana, in `{FOLDER}`; each asks for a Prometheus when it is imported.",
        table(
            ("Dashboard", "Shows", "Panels"),
            (
                (item.title, described(item), ", ".join(panel.title for panel in item.panels))
                for item in all_dashboards().values()
            ),
        ),
    )
    return {"metrics.md": page("Metrics and alerts", INTRO, *blocks)}


def _instances() -> tuple[str, ...]:
    """Of the service for browsers, by what an instance does."""
    return (
        "## presence",
        "Each instance of the service for browsers shows these at its own `/metrics`.",
        table(HEAD, map(_row, presence_families())),
        "## reports",
        "Each instance that answers reports shows these at the same place.",
        table(HEAD, map(_row, report_families())),
        "## bulk",
        "Each instance that takes in bulk updates or does them shows these there too.",
        table(HEAD, map(_row, bulk_families())),
    )


def _part(part: type[Part]) -> str:
    every = f" Looked at once in {part.every_s:.0f} s." if part.every_s else ""
    return "\n\n".join(
        (
            f"## {part.name}",
            described(part) + every,
            table(HEAD, map(_row, part.families)),
        )
    )


def member_families() -> list[Family]:
    """What a member of a consumer group shows of itself."""
    settled = ConsumerHealth(settled_at=datetime.fromtimestamp(0, UTC))
    kinds = {kind.kind: kind for kind in (Counter, Gauge)}
    return [
        kinds[metric.type](
            metric.samples[0].name, metric.documentation, tuple(metric.samples[0].labels)
        )
        for metric in ConsumerCollector("group", settled).collect()
    ]


def presence_families() -> list[Family]:
    """What an instance of presence shows of itself."""
    return [
        *(Gauge(PREFIX + one.name, one.meaning) for one in GAUGES),
        *(Counter(PREFIX + one.name, one.meaning) for one in COUNTERS),
        Counter(PREFIX + CLOSED[0], CLOSED[1], ("code",)),
        Histogram(PREFIX + LOCK_WAIT[0], LOCK_WAIT[1]),
    ]


def report_families() -> list[Family]:
    """What an instance that answers reports shows of itself."""
    return [
        *(Counter(one.name, one.meaning, one.labels) for one in COUNTERS_OF_REPORTS),
        Gauge(STATE.name, STATE.meaning, STATE.labels),
    ]


def bulk_families() -> list[Family]:
    """What an instance shows of the bulk updates that it takes in or does."""
    return [
        *(Counter(one.name, one.meaning, one.labels) for one in COUNTERS_OF_BULK),
        Histogram(CHUNK.name, CHUNK.meaning),
    ]


def _row(family: Family) -> tuple[str, ...]:
    labels = ", ".join(map(code, family.labels))
    return code(family.name), family.kind, labels, family.meaning


def _rows(alerts: Mapping[str, AlertRule]) -> list[tuple[str, ...]]:
    return [
        (
            code(rule.name),
            rule.severity,
            rule.holds or "at once",
            rule.annotations["summary"],
            code(rule.expression),
        )
        for rule in alerts.values()
    ]
