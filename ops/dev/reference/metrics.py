"""docs/reference/metrics.md: what the exporter shows, what alerts there are, what is drawn."""

from collections.abc import Mapping

from ops.dev.reference._markdown import code, described, page, table
from ops.dev.reference.dashboards import FOLDER, all_dashboards
from ops.monitoring.alert_rules import AlertRule, read_rules
from ops.monitoring.exporter import all_parts
from ops.monitoring.incidents import INCIDENTS
from ops.monitoring.part import Part
from ops.monitoring.scrape import BUDGET_S, SCRAPE_ERROR

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


def _part(part: type[Part]) -> str:
    every = f" Looked at once in {part.every_s:.0f} s." if part.every_s else ""
    rows = (
        (code(item.name), item.kind, ", ".join(map(code, item.labels)), item.meaning)
        for item in part.families
    )
    return "\n\n".join(
        (
            f"## {part.name}",
            described(part) + every,
            table(("Metric", "Kind", "Labels", "Meaning"), rows),
        )
    )


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
