"""What the servers of a deployment read at their start, by the path where compose mounts it from.

Nothing here is secret: passwords are named by the file or the variable that holds them.
"""

from collections.abc import Mapping
from string import Template
from typing import Final

import yaml

from ops.deployment.documents import NOTICE, Document, yaml_file
from ops.deployment.programs import CODE_PORT, DAGSTER_PASSWORD, SECRETS, Addresses, program
from ops.stack import dagster_home
from ops.stack.components.alertmanager import TEMPLATE as ALERTS
from ops.stack.components.prometheus import MONITORING
from ops.stack.places import KAFKA
from ops.stack.principals import ADMIN, BROKER, KAFKA_UI

KAFKA_PORT: Final = 9092
JMX_PORT: Final = 9404
KAFKA_DATA: Final = "/var/lib/kafka/data"
CONTROLLER: Final = "node-1"
COMPOSE: Final = Addresses(
    environment="local",
    kafka=f"kafka:{KAFKA_PORT}",
    schema_registry="http://schema-registry:8080/apis/ccompat/v7",
)
_REAUTHENTICATE_MS: Final = 3_600_000
"""An old password lives on for an hour: a deployment is no drill."""


def kafka_properties() -> str:
    """The one broker of compose: the secured template of the local profile, and one machine's."""
    blanks = {
        "node": 1,
        "voters": "1@kafka:9094",
        "listen": "0.0.0.0",  # noqa: S104 - inside a container, whose ports are not published
        "host": "kafka",
        "client_port": KAFKA_PORT,
        "internal_port": 9093,
        "controller_port": 9094,
        "data": KAFKA_DATA,
        "secrets": f"{SECRETS}/passwords",
        "certificates": f"{SECRETS}/certificates",
        "broker": BROKER,
        "reauthenticate_ms": _REAUTHENTICATE_MS,
        "super_users": ";".join(f"User:{name}" for name in (ADMIN, BROKER, CONTROLLER)),
        "replicas": 1,
        "in_sync": 1,
    }
    texts = [(KAFKA / name).read_text() for name in ("secured.properties", "machine.properties")]
    return NOTICE + Template("".join(texts)).substitute(blanks)


def prometheus() -> str:
    """What to scrape, from the template of the local profile."""

    def at(*names: str) -> str:
        return ", ".join(f'"{name}:{program(name).port}"' for name in names)

    text = Template((MONITORING / "prometheus.yml").read_text()).substitute(
        rules='"/etc/prometheus/rules/*.yml"',
        alertmanager='"alertmanager:9093"',
        kafka=f'"kafka:{JMX_PORT}"',
        rampart=at("metrics"),
        consumers=at("audit-sink"),
        presence=at("presence-worker", "presence", "presence-api"),
        prometheus='"127.0.0.1:9090"',
    )
    return NOTICE + text


def alertmanager() -> str:
    """Alerts are looked at, and sent to nobody until somebody says to whom."""
    return NOTICE + Template(ALERTS.read_text()).substitute(webhooks="")


def dagster_instance(database: str = "postgres") -> str:
    """Dagster's instance: as in a stack, but kept in Postgres, and runs where the code is."""
    settings: Document = yaml.safe_load(dagster_home.INSTANCE)
    del settings["run_launcher"]  # warm workers are found by a socket and a process id
    storage = {
        "hostname": database,
        "port": 5432,
        "username": "dagster",
        "password": {"env": DAGSTER_PASSWORD},
        "db_name": "dagster",
        "scheme": "postgresql+psycopg2",
    }
    return yaml_file({"storage": {"postgres": {"postgres_db": storage}}, **settings})


def dagster_workspace() -> str:
    """Where the webserver and the daemon find the code."""
    server = {"host": "dagster-code", "port": CODE_PORT, "location_name": "rampart"}
    return yaml_file({"load_from": [{"grpc_server": server}]})


def kafka_ui(at: Addresses) -> str:
    """The browser of topics: read-only by itself, and by what its principal may do."""
    login = "org.apache.kafka.common.security.scram.ScramLoginModule required"
    cluster = {
        "name": "rampart",
        "bootstrapServers": at.kafka,
        "readOnly": True,
        "schemaRegistry": at.schema_registry,
        "properties": {
            "security.protocol": "SASL_SSL",
            "sasl.mechanism": "SCRAM-SHA-512",
            "sasl.jaas.config": f'{login} username="{KAFKA_UI}" password="${{password}}";',
            "ssl.truststore.type": "PEM",
            "ssl.truststore.location": f"{SECRETS}/kafka-ca/ca.crt",
        },
    }
    return yaml_file(
        {
            # The file `password` in that folder is the property of that name.
            "spring": {"config": {"import": f"configtree:{SECRETS}/kafka-ui/"}},
            "dynamic": {"config": {"enabled": False}},
            "kafka": {"clusters": [cluster]},
        }
    )


def grafana_source() -> str:
    """Where Grafana reads figures."""
    source = {
        "name": "Prometheus",
        "type": "prometheus",
        "access": "proxy",
        "url": "http://prometheus:9090",
        "isDefault": True,
    }
    return yaml_file({"apiVersion": 1, "datasources": [source]})


def grafana_dashboards() -> str:
    """Where Grafana finds our dashboards; what is changed there is lost on purpose."""
    provider = {
        "name": "rampart",
        "type": "file",
        "allowUiUpdates": False,
        "options": {"path": "/etc/rampart/dashboards"},
    }
    return yaml_file({"apiVersion": 1, "providers": [provider]})


def files() -> Mapping[str, str]:
    """By name below `ops/compose`."""
    return {
        "kafka/server.properties": kafka_properties(),
        "prometheus.yml": prometheus(),
        "alertmanager.yml": alertmanager(),
        "dagster/dagster.yaml": dagster_instance(),
        "dagster/workspace.yaml": dagster_workspace(),
        "kafka-ui.yml": kafka_ui(COMPOSE),
        "grafana/datasource.yml": grafana_source(),
        "grafana/dashboards.yml": grafana_dashboards(),
    }
