"""The rules that Prometheus judges by, read from their files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from ops.stack.places import REPOSITORY

FOLDER: Final = REPOSITORY / "ops" / "monitoring" / "rules"


@dataclass(frozen=True, slots=True)
class AlertRule:
    """A condition, and what to tell whom once it has held for a while."""

    name: str
    expression: str
    holds: str  # for how long, as Prometheus writes it; empty: at once
    severity: str
    annotations: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of a folder; recorded expressions by the name they are recorded under."""

    alerts: Mapping[str, AlertRule] = field(default_factory=dict)
    recorded: Mapping[str, str] = field(default_factory=dict)

    @property
    def expressions(self) -> tuple[str, ...]:
        """Of alerts and of what is recorded."""
        return (*(rule.expression for rule in self.alerts.values()), *self.recorded.values())


def read_rules(folder: Path = FOLDER) -> Rules:
    """The rules of every file there. Raises OSError, KeyError, YAMLError for one that is none."""
    found = [
        rule
        for file in sorted(folder.glob("*.yml"))
        for group in yaml.safe_load(file.read_text(encoding="utf-8"))["groups"]
        for rule in group["rules"]
    ]
    alerts = [_alert(rule) for rule in found if "alert" in rule]
    return Rules(
        {rule.name: rule for rule in alerts},
        {rule["record"]: rule["expr"] for rule in found if "record" in rule},
    )


def _alert(rule: Mapping[str, Any]) -> AlertRule:
    return AlertRule(
        name=rule["alert"],
        expression=rule["expr"],
        holds=rule.get("for", ""),
        severity=rule["labels"]["severity"],
        annotations=rule["annotations"],
    )
