"""A dashboard as Grafana reads it."""

import json
from collections.abc import Sequence
from typing import ClassVar

from ops.monitoring.dashboard import Dashboard, Panel, Query, Shape, Unit


class Small(Dashboard):
    """Two panels side by side, and one below."""

    name = "small"
    title = "Small"
    panels: ClassVar[Sequence[Panel]] = (
        Panel("A", "First.", [Query("up", "{{job}}"), Query("x")], Unit.SECONDS),
        Panel("B", "Second.", [Query("y")], shape=Shape.TABLE),
        Panel("C", "Third.", [Query("z")], bare_because="nothing went wrong."),
    )


def test_panels_fill_rows_from_left_to_right() -> None:
    panels = json.loads(Small.text())["panels"]

    assert [(item["gridPos"]["x"], item["gridPos"]["y"]) for item in panels] == [
        (0, 0),
        (12, 0),
        (0, 8),
    ]
    assert len({item["id"] for item in panels}) == 3


def test_a_panel_carries_its_queries_unit_and_meaning() -> None:
    first, second, third = json.loads(Small.text())["panels"]

    assert [(item["refId"], item["expr"]) for item in first["targets"]] == [("A", "up"), ("B", "x")]
    assert first["fieldConfig"]["defaults"]["unit"] == "s"
    assert (first["targets"][0]["instant"], second["targets"][0]["instant"]) == (False, True)
    assert third["description"] == "Third. No data: nothing went wrong."


def test_it_asks_the_prometheus_that_is_chosen_when_it_is_imported() -> None:
    drawn = json.loads(Small.text())

    assert drawn["templating"]["list"][0]["type"] == "datasource"
    assert {panel["datasource"]["uid"] for panel in drawn["panels"]} == {"${source}"}
    assert drawn["uid"] == "rampart-small"
