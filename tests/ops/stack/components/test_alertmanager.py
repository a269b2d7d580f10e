"""Where Prometheus sends its alerts, and where they go from there."""

from dataclasses import replace

import yaml

from ops.stack.components.alertmanager import WEBHOOK, Alertmanager, write_configuration
from tests.ops.stack.components import stack_of


def test_people_and_prometheus_find_it_at_one_address() -> None:
    stack = stack_of(Alertmanager())
    assert Alertmanager().url(stack) == f"http://127.0.0.1:{stack.ports['alertmanager']}"
    assert not Alertmanager().ready(stack)


def test_alerts_are_posted_where_the_stack_says_and_else_nowhere() -> None:
    quiet = stack_of(Alertmanager())
    loud = replace(quiet, environment={WEBHOOK: "http://127.0.0.1:9/alerts?x={y}"})
    told = {}
    for name, stack in (("quiet", quiet), ("loud", loud)):
        read = yaml.safe_load(write_configuration(stack, stack.folder).read_text())
        (receiver,) = read["receivers"]
        assert read["route"]["receiver"] == receiver["name"]
        told[name] = [item["url"] for item in receiver["webhook_configs"]]

    assert told == {"quiet": [], "loud": ["http://127.0.0.1:9/alerts?x={y}"]}
