"""Which images the platform is deployed from: each by its version, none by `latest`."""

from typing import Final

from ops.dev.steps import REGISTRY_VERSION

KAFKA_VERSION: Final = "4.3.1"
"""Of the brokers everywhere: the jars of the embedded profile are the same."""

RAMPART: Final = "rampart:0.1.0"
"""Our own, built from `ops/compose/Dockerfile`."""
KAFKA: Final = f"rampart-kafka:{KAFKA_VERSION}"
"""The official image, and the agent that shows figures: `ops/compose/kafka.Dockerfile`."""
POSTGRES: Final = "postgres:18.4"
VALKEY: Final = "valkey/valkey:9.1.2"
CUBE: Final = "cubejs/cube:v1.7.43"
# Of version 2 there is an image for each kind of storage; version 3 has one for all.
SCHEMA_REGISTRY: Final = f"apicurio/apicurio-registry-sql:{REGISTRY_VERSION}"
KAFKA_UI: Final = "ghcr.io/kafbat/kafka-ui:v1.3.0"
PROMETHEUS: Final = "prom/prometheus:v3.5.0"
ALERTMANAGER: Final = "prom/alertmanager:v0.28.1"
GRAFANA: Final = "grafana/grafana:12.1.1"
