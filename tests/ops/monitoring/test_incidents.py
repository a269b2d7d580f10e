"""Incidents, and the alerts that announce them."""

import re

from ops.monitoring.alert_rules import read_rules
from ops.monitoring.incidents import INCIDENTS

ASKED = 25  # and what was found to need a section beside them


def test_each_slug_is_the_anchor_of_its_title_and_unique() -> None:
    for incident in INCIDENTS:
        words = re.sub(r"[^a-z0-9 -]", "", incident.title.lower())
        assert incident.slug == words.replace(" ", "-")
    assert len({incident.slug for incident in INCIDENTS}) == len(INCIDENTS) >= ASKED


def test_each_is_noticed_somehow() -> None:
    assert [item.slug for item in INCIDENTS if bool(item.alerts) == bool(item.found_by)] == []


def test_every_alert_leads_to_the_one_incident_that_names_it() -> None:
    urls = {alert: item.url for item in INCIDENTS for alert in item.alerts}
    alerts = read_rules().alerts

    assert sum(len(item.alerts) for item in INCIDENTS) == len(urls)
    assert {name: rule.annotations["runbook_url"] for name, rule in alerts.items()} == urls
