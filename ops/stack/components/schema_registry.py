"""The registry of schemas: Apicurio, by Confluent's API; holds every release once it is settled."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

import httpx

from metamodel.events._catalogue import topics
from ops.dev.steps import REGISTRY_SERVER, REGISTRY_VERSION
from ops.stack.component import Component, Stack
from ops.stack.places import existing, java
from ops.stack.processes import Process
from ops.stack.shape import LOCAL
from orchestration.adapters.schema_registry_http import HttpSchemaRegistry
from orchestration.flows.register_schemas import register_schemas

_RUNNER = REGISTRY_SERVER / f"apicurio-registry-app-{REGISTRY_VERSION}-runner.jar"
_FLAGS = ("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
_LOOK_S = 2.0


class SchemaRegistry(Component):
    """Apicurio Registry on the Java runtime of a wheel; its database is a file of the stack."""

    name = "schema_registry"
    profiles = (LOCAL,)
    ports: ClassVar[Mapping[str, int]] = {"schema_registry": 28081}

    def start(self, stack: Stack) -> Process:
        data = stack.data(self.name)
        settings: dict[str, str | int | Path] = {
            "quarkus.http.host": "127.0.0.1",
            "quarkus.http.port": stack.ports["schema_registry"],
            # Without a file of its own it would forget everything when it stops.
            "quarkus.datasource.jdbc.url": f"jdbc:h2:file:{data / 'registry'}",
            "java.io.tmpdir": data,
        }
        options = [f"-D{name}={value}" for name, value in settings.items()]
        command = [*_FLAGS, *options, "-jar", str(existing(_RUNNER))]
        return stack.spawn(self.name, [java(), *command], cwd=data)

    def ready(self, stack: Stack) -> bool:
        try:
            return httpx.get(f"{_api(stack)}/subjects", timeout=_LOOK_S).is_success
        except httpx.HTTPError:
            return False

    def settle(self, stack: Stack) -> None:
        register_schemas(HttpSchemaRegistry(_api(stack)), topics().values())

    def environment(self, stack: Stack) -> Mapping[str, str]:
        return {"RAMPART_SCHEMA_REGISTRY_URL": _api(stack)}

    @classmethod
    def available(cls) -> bool:
        return _RUNNER.exists()


def _api(stack: Stack) -> str:
    return f"http://127.0.0.1:{stack.ports['schema_registry']}/apis/ccompat/v7"
