"""Incidents, and the alerts that announce them."""

import re

from ops.monitoring.alert_rules import read_rules
from ops.monitoring.incidents import INCIDENTS, RUNBOOK
from ops.stack.places import REPOSITORY

ASKED = 25  # and what was found to need a section beside them


def test_each_slug_is_the_anchor_of_its_title_and_unique() -> None:
    for incident in INCIDENTS:
        words = re.sub(r"[^a-z0-9 -]", "", incident.title.lower())
        assert incident.slug == words.replace(" ", "-")
    assert len({incident.slug for incident in INCIDENTS}) == len(INCIDENTS) >= ASKED


def test_each_has_its_section_in_the_runbook_with_every_step() -> None:
    page = (REPOSITORY / RUNBOOK).read_text(encoding="utf-8")
    sections = {part.partition("\n")[0]: part for part in page.split("\n## ")[1:]}
    assert list(sections) == [item.title for item in INCIDENTS]
    for title, text in sections.items():
        steps = [line.split("**")[1] for line in text.splitlines() if line.startswith("**")]
        assert steps == ["Told by", "Look first", "Do", "Done when", "Way back"], title


def test_each_section_names_the_alerts_that_lead_to_it() -> None:
    page = (REPOSITORY / RUNBOOK).read_text(encoding="utf-8")
    for part in page.split("\n## ")[1:]:
        (incident,) = [item for item in INCIDENTS if item.title == part.partition("\n")[0]]
        assert [alert for alert in incident.alerts if f"`{alert}`" not in part] == []


def test_each_is_noticed_somehow() -> None:
    assert [item.slug for item in INCIDENTS if bool(item.alerts) == bool(item.found_by)] == []


def test_every_alert_leads_to_the_one_incident_that_names_it() -> None:
    urls = {alert: item.url for item in INCIDENTS for alert in item.alerts}
    alerts = read_rules().alerts

    assert sum(len(item.alerts) for item in INCIDENTS) == len(urls)
    assert {name: rule.annotations["runbook_url"] for name, rule in alerts.items()} == urls
