"""What the servers of a deployment read."""

import re
from dataclasses import replace

import yaml

from ops.deployment import configurations
from ops.deployment.configurations import COMPOSE, files
from ops.deployment.programs import PROGRAMS
from ops.stack.dagster_home import INSTANCE


def properties() -> dict[str, str]:
    lines = configurations.kafka_properties().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_the_broker_asks_everybody_who_they_are() -> None:
    found = properties()

    protocols = dict(pair.split(":") for pair in found["listener.security.protocol.map"].split(","))
    assert protocols == {"CLIENT": "SASL_SSL", "INTERNAL": "SASL_SSL", "CONTROLLER": "SSL"}
    assert found["allow.everyone.if.no.acl.found"] == "false"
    assert found["listener.name.controller.ssl.client.auth"] == "required"
    assert found["super.users"] == "User:admin;User:broker;User:node-1"


def test_no_blank_and_no_password_is_left_in_a_file() -> None:
    for name, text in files().items():
        assert not re.search(r"\$\{(?!dir:|password\})", text), name
        assert not re.search(r'password="(?!\$\{)', text), name


def test_prometheus_looks_at_every_program_that_has_figures() -> None:
    jobs = yaml.safe_load(configurations.prometheus())["scrape_configs"]
    seen = {one for job in jobs for part in job["static_configs"] for one in part["targets"]}

    with_figures = {"audit-sink", "metrics", "presence", "presence-api", "presence-worker"}
    assert seen - {"127.0.0.1:9090"} == {
        f"kafka:{configurations.JMX_PORT}",
        *(f"{one.name}:{one.port}" for one in PROGRAMS if one.name in with_figures),
    }


def test_dagster_is_as_in_a_stack_but_for_where_it_keeps_things_and_runs() -> None:
    deployed = yaml.safe_load(configurations.dagster_instance())
    local = yaml.safe_load(INSTANCE)

    assert local.keys() - deployed.keys() == {"run_launcher"}
    assert deployed.keys() - local.keys() == {"storage"}
    assert deployed["storage"]["postgres"]["postgres_db"]["password"] == {
        "env": "DAGSTER_DATABASE_PASSWORD"
    }


def test_the_browser_of_topics_reads_only() -> None:
    document = yaml.safe_load(configurations.kafka_ui(replace(COMPOSE, kafka="there:1")))
    (cluster,) = document["kafka"]["clusters"]

    assert cluster["readOnly"] is True
    assert cluster["bootstrapServers"] == "there:1"
    assert cluster["properties"]["security.protocol"] == "SASL_SSL"
    assert 'username="kafka-ui"' in cluster["properties"]["sasl.jaas.config"]
    assert document["dynamic"]["config"]["enabled"] is False
