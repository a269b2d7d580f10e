"""A Grafana dashboard in few words, and as the JSON that Grafana reads."""

import json
from abc import ABC
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Final

COLUMNS: Final = 24
HEIGHT: Final = 8
SOURCE: Final = {"type": "prometheus", "uid": "${source}"}
INTERVAL: Final = "$__rate_interval"
"""Grafana's own variable: four scrapes at the least."""
_SCHEMA: Final = 39  # of Grafana 10.4 and later


class Shape(StrEnum):
    """How a panel draws."""

    LINES = "timeseries"
    NUMBER = "stat"
    TABLE = "table"


class Unit(StrEnum):
    """What values are, by Grafana's names."""

    SECONDS = "s"
    MILLISECONDS = "ms"
    COUNT = "short"
    PER_SECOND = "ops"
    BYTES = "bytes"
    BYTES_PER_SECOND = "Bps"
    RATIO = "percentunit"


@dataclass(frozen=True, slots=True)
class Query:
    """An expression, and what its lines are called: `{{label}}` is filled in."""

    expression: str
    legend: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """One picture; `bare_because` says why it has no data while nothing goes wrong."""

    title: str
    meaning: str
    queries: Sequence[Query]
    unit: Unit = Unit.COUNT
    shape: Shape = Shape.LINES
    width: int = 12
    bare_because: str = ""


class Dashboard(ABC):
    """A page of panels, by the name that stands in its address; filled row by row."""

    name: ClassVar[str]
    title: ClassVar[str]
    panels: ClassVar[Sequence[Panel]]

    @classmethod
    def text(cls) -> str:
        """The JSON, the same for the same panels."""
        drawn = {
            "uid": f"rampart-{cls.name}",
            "title": cls.title,
            "description": (cls.__doc__ or "").strip(),
            "tags": ["rampart"],
            "timezone": "utc",
            "schemaVersion": _SCHEMA,
            "refresh": "30s",
            "time": {"from": "now-3h", "to": "now"},
            "templating": {"list": [_source()]},
            "panels": _laid_out(cls.panels),
        }
        return json.dumps(drawn, indent=2) + "\n"


def _source() -> dict[str, Any]:
    return {
        "name": "source",
        "label": "Prometheus",
        "type": "datasource",
        "query": "prometheus",
    }


def _laid_out(panels: Sequence[Panel]) -> list[dict[str, Any]]:
    laid, x, y = [], 0, 0
    for number, panel in enumerate(panels, 1):
        if x + panel.width > COLUMNS:
            x, y = 0, y + HEIGHT
        laid.append({"id": number, "gridPos": {"x": x, "y": y, "w": panel.width, "h": HEIGHT}})
        laid[-1] |= _drawn(panel)
        x += panel.width
    return laid


def _drawn(panel: Panel) -> dict[str, Any]:
    words = [panel.meaning, *([f"No data: {panel.bare_because}"] if panel.bare_because else [])]
    return {
        "title": panel.title,
        "description": " ".join(words),
        "type": panel.shape.value,
        "datasource": SOURCE,
        "fieldConfig": {"defaults": {"unit": panel.unit.value, "min": 0}, "overrides": []},
        "targets": [_target(number, query, panel) for number, query in enumerate(panel.queries)],
    }


def _target(number: int, query: Query, panel: Panel) -> dict[str, Any]:
    return {
        "refId": chr(ord("A") + number),
        "datasource": SOURCE,
        "expr": query.expression,
        "legendFormat": query.legend,
        "instant": panel.shape is not Shape.LINES,
    }
