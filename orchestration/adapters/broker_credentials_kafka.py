"""Passwords and certificates of a Kafka cluster, changed through its admin interface."""

import time
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any, Final

from confluent_kafka import KafkaException
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialUpsertion,
)

from orchestration.adapters.kafka_access import KafkaAccess
from orchestration.adapters.kafka_admin import KafkaAdmin
from orchestration.ports.broker_credentials import RotationRefused
from orchestration.ports.event_source import EventSourceUnavailable

ITERATIONS: Final = 8192
_LOOK_S: Final = 0.05


class KafkaBrokerCredentials:
    """As a principal that may alter the cluster."""

    def __init__(self, bootstrap: str, access: KafkaAccess, *, timeout_s: float = 30.0) -> None:
        self._timeout_s = timeout_s
        self._admin = KafkaAdmin(bootstrap, access, timeout_s=timeout_s)

    def replace_password(self, principal: str, password: str) -> None:
        info = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS)
        change = UserScramCredentialUpsertion(principal, info, password.encode())
        with self._admin.asking(principal) as client:
            self._require(principal, client.alter_user_scram_credentials([change]))

    def reload_certificate(self, node: int, listener: str, path: str) -> None:
        name = f"listener.name.{listener}.ssl.keystore.location"
        entry = ConfigEntry(name, path, incremental_operation=AlterConfigOpType.SET)
        broker = ConfigResource(ConfigResource.Type.BROKER, str(node), incremental_configs=[entry])
        about = f"node {node}, listener {listener}"
        with self._admin.asking(about) as client:
            self._require(about, client.incremental_alter_configs([broker]))
            deadline = time.monotonic() + self._timeout_s
            while self._in_force(client, node, name) != path:
                if time.monotonic() > deadline:
                    raise EventSourceUnavailable(about, "took on no key store in time")
                client.poll(_LOOK_S)

    def _in_force(self, client: AdminClient, node: int, name: str) -> str | None:
        """What a node itself says of one of its settings: it said yes before it obeyed."""
        asked = client.describe_configs([ConfigResource(ConfigResource.Type.BROKER, str(node))])
        (answer,) = asked.values()
        found = answer.result(timeout=self._timeout_s + 1).get(name)
        return None if found is None else found.value

    def _require(self, about: str, asked: Mapping[Any, "Future[Any]"]) -> None:
        for future in asked.values():
            try:
                future.result(timeout=self._timeout_s + 1)
            except KafkaException as error:
                if error.args[0].code() < 0:  # the client's own codes: the broker was not reached
                    raise
                raise RotationRefused(about, str(error.args[0])) from error
